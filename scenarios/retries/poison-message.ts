import { scenario } from '../play/scenario.ts';

export default scenario('retries/poison-message', {
  title:
    'Where something on the way refuses one message of a batch, it is found, set aside and reported, and the rest is stored',
  requirements: ['TASK-11', 'TASK-8'],
  needs: ['tasks', 'messages'],
  faults: [
    {
      where: { actor: 'vm-agent', operation: 'appendMessages', containing: 'poison' },
      fault: { kind: 'status', status: 422 },
    },
  ],
  checks: ['outbox-accounted', 'final-errors-not-retried'],
  async play(world) {
    const { vmAgent } = world;
    await world.startTask('Read the mail.');
    for (const content of ['one', 'two', 'three', 'poison', 'five', 'six']) {
      vmAgent.report({ role: 'assistant', content });
    }
    vmAgent.flush();
    await vmAgent.delivered();
    vmAgent.report({ role: 'assistant', content: 'seven' });
    await vmAgent.delivered();
  },
});
