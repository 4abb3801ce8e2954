import { model, newTask, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('phase-sessions/same-model-after-it-ended', {
  title:
    'A phase keeps its session whatever its state: started again with its model it is the completed, failed or cancelled one',
  requirements: ['PHASE-1', 'PHASE-18'],
  needs: ['tasks', 'phases'],
  checks: ['starts-follow-the-model', 'one-visible-session', 'ended-stays-ended'],
  async play(world) {
    const { phases } = world.frontend;
    const taskId = await newTask(world);
    for (const [phase, end] of [
      ['planning', 'completed'],
      ['implementation', 'failed'],
      ['verification', 'cancelled'],
    ] as const) {
      const start = { taskId, phase, model: model('sonnet') };
      const { sessionId } = await startPhase(world.frontend, start);
      await phases.begin({ sessionId });
      if (end === 'cancelled') await phases.cancel({ sessionId });
      else await phases.finish({ sessionId, state: end });
      await phases.start(start);
      await phases.lookup({ taskId, phase });
    }
    await phases.list({ taskId });
  },
});
