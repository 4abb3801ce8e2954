import { scenario } from '../play/scenario.ts';

export default scenario('lifecycle/long-topic', {
  title: 'A session is born active, without a workspace, with one message and the beginning of it as its topic',
  requirements: ['TASK-4', 'TASK-15'],
  needs: ['tasks', 'messages'],
  faults: [
    { where: { actor: 'target', operation: 'createWorkspace', nth: 1 }, fault: { kind: 'node-refuses', status: 429 } },
  ],
  checks: ['life-in-order', 'first-message-stored-once', 'counts-match'],
  async play({ frontend }) {
    const message = `${'Größenänderung '.repeat(8)}and nothing else 🙂`;
    const { sessionId = '' } = await frontend.submit({ message });
    await frontend.readSession({ sessionId });
    await frontend.history({ sessionId });
    await frontend.listSessions();
  },
});
