import { scenario } from '../play/scenario.ts';

export default scenario('do-failure/connection-lost', {
  title: 'A submit whose connection broke on the way there, and then on the way back, is one task in the end',
  requirements: ['TASK-1', 'TASK-2'],
  needs: ['tasks'],
  faults: [
    { where: { actor: 'frontend', operation: 'submitTask', nth: 1 }, fault: { kind: 'lost' } },
    { where: { actor: 'frontend', operation: 'submitTask', nth: 2 }, fault: { kind: 'answer-lost' } },
    { where: { actor: 'frontend', operation: 'listSessions', nth: 1 }, fault: { kind: 'lost' } },
  ],
  checks: ['one-session-per-task', 'one-task-per-key'],
  async play({ frontend }) {
    const neverThere = await frontend.submit({ message: 'Find the slow query' });
    const unanswered = await frontend.resubmit(neverThere);
    await frontend.listSessions();
    const { taskId = '' } = await frontend.resubmit(unanswered);
    await frontend.listSessions();
    await frontend.readTask({ taskId });
  },
});
