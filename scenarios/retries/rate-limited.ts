import { scenario } from '../play/scenario.ts';

export default scenario('retries/rate-limited', {
  title: 'A batch that is answered 429, then 408, waits as long as it is told and is stored once',
  requirements: ['TASK-11'],
  needs: ['tasks', 'messages'],
  faults: [
    {
      where: { actor: 'vm-agent', operation: 'appendMessages', nth: 1 },
      fault: { kind: 'status', status: 429, retryAfter: 3 },
    },
    { where: { actor: 'vm-agent', operation: 'appendMessages', nth: 2 }, fault: { kind: 'status', status: 408 } },
  ],
  checks: ['retryable-retried', 'outbox-accounted'],
  async play(world) {
    const { vmAgent } = world;
    await world.startTask('Translate the menu.');
    vmAgent.report({ role: 'tool', content: '12 entries found' });
    vmAgent.flush();
    await vmAgent.delivered();
  },
});
