import { scenario } from '../play/scenario.ts';

export default scenario('retries/completion-retried', {
  title: 'What the agent says last, and that it has completed, arrive although both are answered 5xx at first',
  requirements: ['TASK-11'],
  needs: ['tasks', 'messages'],
  faults: [
    { where: { actor: 'vm-agent', operation: 'appendMessages', nth: 2 }, fault: { kind: 'status', status: 500 } },
    { where: { actor: 'vm-agent', operation: 'completeAgent', nth: 1 }, fault: { kind: 'status', status: 502 } },
  ],
  checks: ['retryable-retried', 'outbox-accounted'],
  async play(world) {
    const { vmAgent } = world;
    await world.startTask('Bump the dependencies.');
    vmAgent.flush();
    await vmAgent.delivered();
    vmAgent.report({ role: 'assistant', content: 'All of them are current.' });
    await vmAgent.complete();
  },
});
