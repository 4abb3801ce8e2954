import { scenario } from '../play/scenario.ts';

export default scenario('pressure/turned-away-at-the-gate', {
  title: 'Submits that a gateway turned away for too many requests succeed when their time has come',
  requirements: ['TASK-16'],
  needs: ['tasks'],
  faults: [
    {
      where: { actor: 'frontend', operation: 'submitTask', nth: 2 },
      fault: { kind: 'status', status: 429, retryAfter: 1 },
    },
    { where: { actor: 'frontend', operation: 'submitTask', nth: 5 }, fault: { kind: 'status', status: 503 } },
  ],
  checks: ['only-injected-refusals', 'one-task-per-key', 'lists-complete'],
  async play({ frontend, clock }) {
    const messages = Array.from({ length: 8 }, (_, n) => `Task ${n + 1}`);
    const submissions = await Promise.all(messages.map((message) => frontend.submit({ message })));
    await clock.advance('1 second');
    for (const submission of submissions) if (submission.status !== 'created') await frontend.resubmit(submission);
    await frontend.listTasks({ limit: 3 });
  },
});
