import { scenario } from '../play/scenario.ts';

export default scenario('duplicate-creation/answer-lost', {
  title: 'A submit whose answer was lost is found again by its key, with its first message once',
  requirements: ['TASK-1', 'TASK-4'],
  needs: ['tasks', 'messages'],
  faults: [{ where: { actor: 'frontend', operation: 'submitTask', nth: 1 }, fault: { kind: 'answer-lost' } }],
  checks: ['one-session-per-task', 'one-task-per-key', 'first-message-stored-once'],
  async play({ frontend, vmAgent }) {
    const lost = await frontend.submit({ message: 'Write the release notes' });
    const { sessionId = '' } = await frontend.resubmit(lost);
    await vmAgent.assigned();
    await vmAgent.delivered();
    await frontend.history({ sessionId });
  },
});
