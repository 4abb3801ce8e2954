import { scenario } from '../play/scenario.ts';

const submit = (nth: number) => ({ actor: 'frontend', operation: 'submitTask', nth });

export default scenario('do-failure/object-lost-at-submit', {
  title: 'A submit whose session is lost before, while and after it is stored is one task in the end',
  requirements: ['TASK-1', 'TASK-2', 'TASK-4'],
  needs: ['tasks', 'messages'],
  faults: [
    { where: submit(1), fault: { kind: 'object-reset' } },
    { where: submit(2), fault: { kind: 'storage-write-failed' } },
    { where: submit(3), fault: { kind: 'answer-lost-after-commit' } },
  ],
  checks: ['one-session-per-task', 'one-task-per-key', 'first-message-stored-once'],
  async play({ frontend, vmAgent }) {
    const reset = await frontend.submit({ message: 'Measure the start-up time' });
    const unwritten = await frontend.resubmit(reset);
    const unanswered = await frontend.resubmit(unwritten);
    const { sessionId = '' } = await frontend.resubmit(unanswered);
    await vmAgent.assigned();
    await vmAgent.delivered();
    await frontend.history({ sessionId });
  },
});
