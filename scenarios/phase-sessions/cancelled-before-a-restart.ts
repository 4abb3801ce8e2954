import { model, newTask, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('phase-sessions/cancelled-before-a-restart', {
  title:
    'A session that was cancelled is so after the process was killed, and one that was not can still be cancelled then',
  requirements: ['PHASE-18'],
  needs: ['tasks', 'phases'],
  faults: [
    {
      where: { operation: 'cancelPhaseSession', nth: 2 },
      fault: { kind: 'process-killed', on: 'object', when: 'after' },
    },
  ],
  checks: ['ended-stays-ended'],
  async play(world) {
    const { phases } = world.frontend;
    const taskId = await newTask(world);
    const planning = await startPhase(world.frontend, { taskId, model: model('sonnet') });
    const debug = await startPhase(world.frontend, { taskId, phase: 'debug', model: model('sonnet') });
    await phases.begin(debug);
    await phases.cancel(planning);
    await phases.cancel(planning);
    await phases.finish({ ...planning, state: 'completed' });
    await phases.cancel(debug);
    await phases.finish({ ...debug, state: 'completed' });
    await phases.list({ taskId });
  },
});
