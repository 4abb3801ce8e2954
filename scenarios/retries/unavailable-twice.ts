import { scenario } from '../play/scenario.ts';

export default scenario('retries/unavailable-twice', {
  title:
    'A batch that is answered 503 twice is sent again after a pause, then after the one asked for, and stored once',
  requirements: ['TASK-11', 'TASK-8'],
  needs: ['tasks', 'messages'],
  faults: [
    { where: { actor: 'vm-agent', operation: 'appendMessages', nth: 1 }, fault: { kind: 'status', status: 503 } },
    {
      where: { actor: 'vm-agent', operation: 'appendMessages', nth: 2 },
      fault: { kind: 'status', status: 503, retryAfter: 7 },
    },
  ],
  checks: ['retryable-retried', 'outbox-accounted'],
  async play(world) {
    const { vmAgent } = world;
    await world.startTask('Fix the flaky test.');
    for (const content of ['Looking at it.', 'Found it.', 'Fixed it.']) {
      vmAgent.report({ role: 'assistant', content });
      vmAgent.flush();
      await vmAgent.delivered();
    }
  },
});
