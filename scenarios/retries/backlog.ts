import { scenario } from '../play/scenario.ts';

export default scenario('retries/backlog', {
  title: 'A VM agent that has much to say brings it in batches of at most 50 messages or 64 KiB, in order',
  requirements: ['TASK-11', 'TASK-10'],
  needs: ['tasks', 'messages'],
  checks: ['batches-bounded', 'outbox-accounted', 'sender-order-kept'],
  async play(world) {
    const { vmAgent } = world;
    await world.startTask('Read the whole log.');
    for (let line = 1; line <= 120; line += 1) vmAgent.report({ role: 'tool', content: `Line ${line}` });
    for (const page of ['a', 'b', 'c']) vmAgent.report({ role: 'tool', content: page.repeat(40_000) });
    vmAgent.report({ role: 'tool', content: '€'.repeat(30_000) });
    vmAgent.report({ role: 'assistant', content: 'That is all of it.' });
    vmAgent.flush();
    await vmAgent.delivered();
  },
});
