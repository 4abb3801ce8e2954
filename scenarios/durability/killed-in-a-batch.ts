import { scenario } from '../play/scenario.ts';

const batch = (nth: number) => ({ actor: 'vm-agent', operation: 'appendMessages', nth });

export default scenario('durability/killed-in-a-batch', {
  title: 'A batch in which the process is killed, before it is stored and after, is sent again and stored once',
  requirements: ['TASK-8', 'TASK-17'],
  needs: ['tasks', 'messages'],
  faults: [
    { where: batch(2), fault: { kind: 'process-killed', on: 'object', when: 'before' } },
    { where: batch(3), fault: { kind: 'process-killed', on: 'object', when: 'after' } },
  ],
  checks: ['nothing-acknowledged-lost', 'stored-once', 'retryable-retried', 'counts-match'],
  size: 'large',
  async play(world) {
    const { vmAgent } = world;
    await world.startTask('Survive this');
    await vmAgent.delivered();
    for (const content of ['one', 'two', 'three']) vmAgent.report({ role: 'assistant', content });
    await vmAgent.delivered();
    vmAgent.report({ role: 'assistant', content: 'four' });
    await vmAgent.delivered();
  },
});
