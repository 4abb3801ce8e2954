import { model, newTask, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('phase-sessions/killed-in-the-middle', {
  title: 'A process that is killed in a replacement leaves the old session or the new one, never none and never both',
  requirements: ['PHASE-13'],
  needs: ['tasks', 'phases'],
  faults: [
    {
      where: { operation: 'startPhase', nth: 3 },
      fault: { kind: 'process-killed', on: 'object', call: 2, when: 'before' },
    },
    {
      where: { operation: 'startPhase', nth: 4 },
      fault: { kind: 'process-killed', on: 'object', call: 3, when: 'before' },
    },
  ],
  checks: ['replacement-whole', 'one-visible-session'],
  async play(world) {
    const { phases } = world.frontend;
    const taskId = await newTask(world);
    const { sessionId } = await startPhase(world.frontend, { taskId, model: model('sonnet') });
    await phases.begin({ sessionId });
    await phases.start({ taskId, phase: 'planning', model: model('opus') });
    await phases.confirm();
    await phases.lookup({ taskId, phase: 'planning' });
    // The lock is that of the request that died.
    await world.clock.advance('5 seconds');
    await phases.again();
    await phases.lookup({ taskId, phase: 'planning' });
    await phases.list({ taskId });
  },
});
