import { model, newTask, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('phase-sessions/cancel-and-finish-at-once', {
  title: 'Of a cancel and two finishes at once one decides how the session ended, and it stays so',
  requirements: ['PHASE-18'],
  needs: ['tasks', 'phases', 'events'],
  checks: ['ended-stays-ended'],
  async play(world) {
    const { frontend } = world;
    const [phone, bobs] = [await world.join('phone'), await world.join('bobs', 'bob')];
    await frontend.phases.watch();
    const taskId = await newTask(world);
    const { sessionId } = await startPhase(frontend, { taskId, model: model('sonnet') });
    await frontend.phases.begin({ sessionId });
    await world.atOnce(
      () => frontend.phases.cancel({ sessionId }),
      () => bobs.phases.finish({ sessionId, state: 'completed' }),
      () => phone.phases.finish({ sessionId, state: 'failed' }),
    );
    await bobs.phases.read({ sessionId });
    await world.clock.settle();
  },
});
