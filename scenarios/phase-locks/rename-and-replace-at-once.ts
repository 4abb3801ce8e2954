import { model, newTask, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('phase-locks/rename-and-replace-at-once', {
  title: 'Of a title and a replacement at once both are whole: the replacement is of what was agreed to, or of nothing',
  requirements: ['PHASE-6', 'PHASE-5', 'PHASE-2'],
  needs: ['tasks', 'phases', 'events'],
  checks: ['versions-respected', 'starts-follow-the-model', 'lock-respected'],
  async play(world) {
    const { frontend } = world;
    const bobs = await world.join('bobs', 'bob');
    await bobs.phases.watch();
    const taskId = await newTask(world);
    const { sessionId } = await startPhase(frontend, { taskId, model: model('sonnet') });
    await frontend.phases.start({ taskId, phase: 'planning', model: model('opus') });
    await bobs.phases.until(({ sessions }) => sessions.length > 0);
    await world.atOnce(
      () => frontend.phases.confirm(),
      () => bobs.phases.rename({ sessionId, title: 'Roof' }),
    );
    await bobs.phases.lookup({ taskId, phase: 'planning' });
    await frontend.phases.list({ taskId });
    const debugged = await startPhase(frontend, { taskId, phase: 'debug', model: model('sonnet') });
    await frontend.phases.start({ taskId, phase: 'debug', model: model('opus') });
    await world.atOnce(
      () => frontend.phases.confirm(),
      () => bobs.phases.lock({ sessionId: debugged.sessionId }),
    );
    await world.clock.settle();
  },
});
