import { scenario } from '../play/scenario.ts';

export default scenario('retries/gone', {
  title: 'A batch that is answered 404 is final: the VM agent reports it, and sends nothing of it again',
  requirements: ['TASK-11'],
  needs: ['tasks', 'messages'],
  faults: [
    { where: { actor: 'vm-agent', operation: 'appendMessages', nth: 1 }, fault: { kind: 'status', status: 404 } },
  ],
  checks: ['final-errors-not-retried', 'outbox-accounted'],
  async play(world) {
    const { vmAgent, clock } = world;
    await world.startTask('Look for the session.');
    vmAgent.report({ role: 'assistant', content: 'It was here a moment ago.' });
    vmAgent.flush();
    await clock.advance('6 seconds');
  },
});
