import { scenario } from '../play/scenario.ts';

const submit = (nth: number) => ({ actor: 'frontend', operation: 'submitTask', nth });

export default scenario('do-failure/database-fails', {
  title: 'A submit that the database fails at every step is one task in the end',
  requirements: ['TASK-1', 'TASK-2'],
  needs: ['tasks'],
  faults: [
    // The first request looks its token up; from then on it is known.
    { where: submit(1), fault: { kind: 'database-failed', call: 2 } },
    { where: submit(2), fault: { kind: 'database-failed', call: 1, committed: true } },
    { where: submit(3), fault: { kind: 'database-failed', call: 2 } },
    { where: submit(4), fault: { kind: 'database-failed', call: 2, committed: true } },
  ],
  checks: ['one-session-per-task', 'one-task-per-key'],
  async play({ frontend, vmAgent }) {
    let submission = await frontend.submit({ message: 'Count the open questions' });
    while (submission.status !== 'created') submission = await frontend.resubmit(submission);
    await vmAgent.assigned();
    await frontend.readTask({ taskId: submission.taskId ?? '' });
  },
});
