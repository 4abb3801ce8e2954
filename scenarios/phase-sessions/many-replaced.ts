import { phases as names } from '../../contracts/wire/index.ts';
import { model, newTask, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('phase-sessions/many-replaced', {
  title: 'Replacing, listing and deleting thirty sessions takes as many queries as three',
  requirements: ['PHASE-14', 'PHASE-2'],
  needs: ['tasks', 'phases'],
  checks: ['queries-constant', 'intent-names-what-it-replaces', 'one-visible-session'],
  async play(world) {
    const { frontend } = world;
    const { phases } = frontend;
    const tasks = await Promise.all(Array.from({ length: 8 }, (_, nth) => newTask(world, `Build shed ${nth}.`)));
    const all = tasks.flatMap((taskId) => names.map((phase) => ({ taskId, phase }))).slice(0, 30);
    const wanted = all.map((start) => startPhase(frontend, { ...start, model: model('sonnet') }));
    const started = await Promise.all(wanted);
    const replacing = (some: typeof started, to: string) =>
      some.map(({ taskId, phase, ...replace }) => ({ taskId, phase, model: model(to), replace }));
    await phases.metrics();
    await phases.replaceAll({ items: replacing(started.slice(0, 3), 'opus') });
    await phases.metrics();
    await phases.replaceAll({ items: replacing(started.slice(3), 'haiku') });
    await phases.metrics();
    const { rows } = await phases.list({ limit: 100 });
    await phases.metrics();
    const ids = rows.map(({ sessionId }) => sessionId);
    await phases.deleteAll({ sessionIds: ids.slice(3) });
    await phases.metrics();
    await phases.list({ limit: 100 });
    await phases.metrics();
    await phases.deleteAll({ sessionIds: ids.slice(0, 3) });
    await phases.metrics();
  },
});
