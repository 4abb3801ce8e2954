import { phases as names, type PhaseSession } from '../../contracts/wire/index.ts';
import { model, newTask } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

const replacing = (sessions: readonly PhaseSession[], to: string) => ({
  items: sessions.map(({ taskId, phase, sessionId, version }) => ({
    ...{ taskId, phase, model: model(to) },
    replace: { sessionId, version },
  })),
});

export default scenario('phase-sessions/many-replaced', {
  title: 'Replacing, listing and deleting thirty sessions takes as many queries as two',
  requirements: ['PHASE-14', 'PHASE-2'],
  needs: ['tasks', 'phases'],
  checks: ['queries-constant', 'intent-names-what-it-replaces', 'one-visible-session'],
  async play(world) {
    const { phases } = world.frontend;
    const tasks = await Promise.all(Array.from({ length: 8 }, (_, nth) => newTask(world, `Build shed ${nth}.`)));
    const all = tasks.flatMap((taskId) => names.map((phase) => ({ taskId, phase, model: model('sonnet') })));
    await Promise.all(all.map((start) => phases.start(start)));
    const { rows: old } = await phases.list({ limit: 100 });
    await phases.metrics();
    await phases.replaceAll(replacing(old.slice(0, 2), 'opus'));
    await phases.metrics();
    const { items } = replacing(old.slice(2), 'haiku');
    // One of them is asked for twice, as another model the second time.
    const twice = items.slice(-1).map((item) => ({ ...item, model: model('opus') }));
    await phases.replaceAll({ items: [...items, ...twice] });
    await phases.metrics();
    const { rows } = await phases.list({ limit: 100 });
    await phases.metrics();
    const ids = rows.map(({ sessionId }) => sessionId);
    await phases.deleteAll({ sessionIds: ids.slice(2) });
    await phases.metrics();
    await phases.list({ limit: 100 });
    await phases.metrics();
    await phases.deleteAll({ sessionIds: ids.slice(0, 2) });
    await phases.metrics();
  },
});
