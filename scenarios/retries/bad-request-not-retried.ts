import { scenario } from '../play/scenario.ts';

export default scenario('retries/bad-request-not-retried', {
  title: 'A message that is refused with 400 is not sent again, and those after it are',
  requirements: ['TASK-11'],
  needs: ['tasks', 'messages'],
  faults: [
    {
      where: { actor: 'vm-agent', operation: 'appendMessages', containing: '<script>' },
      fault: { kind: 'status', status: 400 },
    },
  ],
  checks: ['final-errors-not-retried', 'outbox-accounted'],
  async play(world) {
    const { vmAgent, clock } = world;
    await world.startTask('Fill in the page.');
    vmAgent.flush();
    await clock.settle();
    vmAgent.report({ role: 'assistant', content: '<script>let page</script>' });
    vmAgent.flush();
    await clock.settle();
    vmAgent.report({ role: 'assistant', content: 'The page is filled in.' });
    vmAgent.flush();
    // Nobody waits for delivery: an agent that sends the 400 again for ever would never be done.
    await clock.advance('6 seconds');
  },
});
