import { model, newTask, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('phase-sessions/answer-of-replacement-lost', {
  title: 'A replacement whose answer was lost is sent again unchanged, and nothing is replaced twice',
  requirements: ['PHASE-2', 'PHASE-1'],
  needs: ['tasks', 'phases'],
  faults: [{ where: { actor: 'frontend', operation: 'startPhase', nth: 3 }, fault: { kind: 'answer-lost' } }],
  checks: ['starts-follow-the-model', 'replaced-is-gone', 'one-visible-session'],
  async play(world) {
    const { phases } = world.frontend;
    const taskId = await newTask(world);
    await startPhase(world.frontend, { taskId, model: model('sonnet') });
    await phases.start({ taskId, phase: 'planning', model: model('opus') });
    await phases.confirm();
    await phases.again();
    await phases.lookup({ taskId, phase: 'planning' });
    await phases.list({ taskId });
  },
});
