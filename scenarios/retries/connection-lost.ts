import { scenario } from '../play/scenario.ts';

export default scenario('retries/connection-lost', {
  title: 'A batch whose connection was lost is sent again under the same ids, whether or not it had arrived',
  requirements: ['TASK-11', 'TASK-8', 'TASK-10'],
  needs: ['tasks', 'messages'],
  faults: [
    { where: { actor: 'vm-agent', operation: 'appendMessages', nth: 1 }, fault: { kind: 'lost' } },
    { where: { actor: 'vm-agent', operation: 'appendMessages', nth: 2 }, fault: { kind: 'answer-lost' } },
  ],
  checks: ['retryable-retried', 'outbox-accounted', 'stored-once', 'answered-per-message'],
  async play(world) {
    const { vmAgent } = world;
    await world.startTask('Find the memory leak.');
    vmAgent.report({ role: 'assistant', content: 'It is in the cache.' });
    vmAgent.report({ role: 'tool', content: 'heap: 412 MB' });
    vmAgent.flush();
    await vmAgent.delivered();
  },
});
