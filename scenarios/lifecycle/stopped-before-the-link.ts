import { scenario } from '../play/scenario.ts';

export default scenario('lifecycle/stopped-before-the-link', {
  title: 'A session that is stopped while its node refuses stays without a workspace',
  requirements: ['TASK-15', 'TASK-20'],
  needs: ['tasks', 'events'],
  faults: [
    { where: { actor: 'target', operation: 'createWorkspace', nth: 1 }, fault: { kind: 'node-refuses', status: 503 } },
  ],
  checks: ['life-in-order', 'lifecycle-events-once'],
  async play({ frontend, clock }) {
    frontend.subscribe({ sessionId: null });
    await frontend.subscribed(null);
    const { taskId = '', sessionId = '' } = await frontend.submit({ message: 'On second thoughts' });
    await clock.settle();
    await frontend.stop({ sessionId });
    await frontend.sees(({ type }) => type === 'session.stopped');
    await clock.advance('3 seconds');
    await frontend.readTask({ taskId });
  },
});
