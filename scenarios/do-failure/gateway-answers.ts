import { scenario } from '../play/scenario.ts';

export default scenario('do-failure/gateway-answers', {
  title: 'A submit that a gateway answered instead of the API has made nothing, and makes one task when sent again',
  requirements: ['TASK-1', 'TASK-2'],
  needs: ['tasks'],
  faults: [
    { where: { actor: 'frontend', operation: 'submitTask', nth: 1 }, fault: { kind: 'status', status: 502 } },
    {
      where: { actor: 'frontend', operation: 'submitTask', nth: 2 },
      fault: { kind: 'status', status: 503, retryAfter: 1 },
    },
  ],
  checks: ['one-session-per-task', 'one-task-per-key'],
  async play({ frontend, clock }) {
    const badGateway = await frontend.submit({ message: 'Draw the architecture' });
    await frontend.listTasks();
    const unavailable = await frontend.resubmit(badGateway);
    await clock.advance('1 second');
    await frontend.resubmit(unavailable);
    await frontend.listTasks();
  },
});
