import { model, newTask, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('phase-sessions/reset-in-the-middle', {
  title: 'A project that is reset in a replacement has done the whole of it or nothing, and says which',
  requirements: ['PHASE-13', 'PHASE-15'],
  needs: ['tasks', 'phases'],
  faults: [
    { where: { operation: 'startPhase', nth: 3 }, fault: { kind: 'object-reset', call: 2 } },
    { where: { operation: 'startPhase', nth: 4 }, fault: { kind: 'answer-lost-after-commit', call: 2 } },
  ],
  checks: ['replacement-whole', 'started-is-visible', 'one-visible-session'],
  async play(world) {
    const { phases } = world.frontend;
    const taskId = await newTask(world);
    const { sessionId } = await startPhase(world.frontend, { taskId, model: model('sonnet') });
    await phases.begin({ sessionId });
    await phases.start({ taskId, phase: 'planning', model: model('opus') });
    await phases.confirm();
    await phases.lookup({ taskId, phase: 'planning' });
    await phases.again();
    await phases.lookup({ taskId, phase: 'planning' });
    await phases.list({ taskId });
  },
});
