import { scenario } from 'dress-rehearsal';

/**
 * A user submits a task, the answer is lost on the way, and the client asks again with the same key. It passes:
 *
 *   npx rehearse run own/answer-lost
 *
 * And it fails, as it should, when the client has a bug that makes a new key each time:
 *
 *   npx rehearse run own/answer-lost --mutant frontend-new-key-on-resubmit
 */
export default scenario('own/answer-lost', {
  title: 'A submit whose answer was lost makes one task, however often it is sent',
  // What it is about. `npx rehearse list --requirements` shows all of them.
  requirements: ['TASK-1'],
  // What the target must offer; where it does not, the scenario is skipped.
  needs: ['tasks'],
  // What breaks: the answer to the first submit.
  faults: [{ where: { actor: 'frontend', operation: 'submitTask', nth: 1 }, fault: { kind: 'answer-lost' } }],
  // Each of these must find something to judge. All others apply too, to whatever happens.
  checks: ['one-session-per-task', 'one-task-per-key'],
  async play({ frontend }) {
    const lost = await frontend.submit({ message: 'Write the release notes' });
    await frontend.resubmit(lost);
    await frontend.listTasks();
  },
});
