import { scenario } from '../play/scenario.ts';

export default scenario('lifecycle/subscribed-before-the-link', {
  title: 'A subscription from before the link sees the link and what follows',
  requirements: ['TASK-20'],
  needs: ['tasks', 'messages', 'events'],
  faults: [
    { where: { actor: 'target', operation: 'createWorkspace', nth: 1 }, fault: { kind: 'node-refuses', status: 503 } },
  ],
  checks: ['lifecycle-events-once', 'delivered-once-in-order'],
  async play({ frontend, vmAgent }) {
    const { sessionId = '' } = await frontend.submit({ message: 'Watch from the beginning' });
    frontend.subscribe({ sessionId });
    await frontend.subscribed(sessionId);
    await frontend.sees(({ type }) => type === 'session.linked');
    vmAgent.report({ role: 'assistant', content: 'Seen by those who were here first.' });
    await vmAgent.delivered();
    await frontend.sees((event) => event.type === 'message.new' && event.message.role === 'assistant');
  },
});
