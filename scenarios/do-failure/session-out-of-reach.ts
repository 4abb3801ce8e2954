import { scenario } from '../play/scenario.ts';

export default scenario('do-failure/session-out-of-reach', {
  title: 'Messages that a session refused for a while are sent again and stored once',
  requirements: ['TASK-8', 'TASK-11'],
  needs: ['tasks', 'messages'],
  faults: [
    { where: { actor: 'vm-agent', operation: 'appendMessages', nth: 1 }, fault: { kind: 'object-unavailable' } },
    { where: { actor: 'vm-agent', operation: 'appendMessages', nth: 2 }, fault: { kind: 'object-overloaded' } },
    { where: { actor: 'vm-agent', operation: 'appendMessages', nth: 3 }, fault: { kind: 'storage-write-failed' } },
    { where: { actor: 'frontend', operation: 'appendMessages', nth: 1 }, fault: { kind: 'object-unavailable' } },
    { where: { actor: 'frontend', operation: 'listMessages', nth: 1 }, fault: { kind: 'object-unavailable' } },
  ],
  checks: ['nothing-acknowledged-lost', 'stored-once', 'retryable-retried'],
  async play(world) {
    const { frontend, vmAgent } = world;
    const { sessionId } = await world.startTask('Explain the error');
    vmAgent.report({ role: 'assistant', content: 'It comes from the cache.' });
    const refused = await frontend.send({ sessionId, content: 'Can it be switched off?' });
    await frontend.resend(refused);
    await vmAgent.delivered();
    await frontend.history({ sessionId });
    await frontend.history({ sessionId });
  },
});
