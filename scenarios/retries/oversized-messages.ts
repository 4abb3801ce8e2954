import { limits } from '../../contracts/wire/index.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('retries/oversized-messages', {
  title:
    'A message that is too large, for the session or for the wire, is set aside and reported, and the rest is stored',
  requirements: ['TASK-11', 'TASK-8', 'TASK-18'],
  needs: ['tasks', 'messages'],
  checks: ['outbox-accounted', 'final-errors-not-retried', 'limits-kept'],
  async play(world) {
    const { vmAgent } = world;
    await world.startTask('Print the log.');
    vmAgent.report({ role: 'assistant', content: 'This may take a while.' });
    vmAgent.report({ role: 'tool', content: 'x'.repeat(limits.bodyBytes) });
    vmAgent.report({ role: 'tool', content: 'y'.repeat(limits.messageBytes + 1) });
    vmAgent.report({ role: 'assistant', content: 'It was too long.' });
    vmAgent.flush();
    await vmAgent.delivered();
  },
});
