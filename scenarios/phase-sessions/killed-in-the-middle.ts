import { model, newTask, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('phase-sessions/killed-in-the-middle', {
  title:
    'A process that is killed in a replacement leaves the old session as it was, and its lock for no longer than five seconds',
  requirements: ['PHASE-13', 'PHASE-5'],
  needs: ['tasks', 'phases', 'time'],
  faults: [
    {
      where: { operation: 'startPhase', nth: 3 },
      fault: { kind: 'process-killed', on: 'object', call: 2, when: 'before' },
    },
  ],
  checks: ['replacement-whole', 'lock-respected', 'one-visible-session'],
  async play(world) {
    const { phases } = world.frontend;
    const taskId = await newTask(world);
    const { sessionId } = await startPhase(world.frontend, { taskId, model: model('sonnet') });
    await phases.begin({ sessionId });
    await phases.start({ taskId, phase: 'planning', model: model('opus') });
    await phases.confirm();
    await phases.lookup({ taskId, phase: 'planning' });
    // The lock of the request that died has outlived the process.
    await phases.again();
    await world.clock.advance('3 seconds');
    await phases.again();
    await phases.lookup({ taskId, phase: 'planning' });
    await phases.list({ taskId });
  },
});
