import { scenario } from '../play/scenario.ts';

export default scenario('retries/never-answered', {
  title: 'A batch that is never answered is given up after ten seconds, sent again, and stored once',
  requirements: ['TASK-11', 'TASK-10'],
  needs: ['tasks', 'messages', 'time'],
  faults: [{ where: { actor: 'vm-agent', operation: 'appendMessages', nth: 1 }, fault: { kind: 'timeout' } }],
  checks: ['retryable-retried', 'outbox-accounted', 'stored-once'],
  async play(world) {
    const { vmAgent } = world;
    await world.startTask('Draw the diagram.');
    vmAgent.report({ role: 'assistant', content: 'Two boxes and an arrow.' });
    vmAgent.flush();
    await vmAgent.delivered();
  },
});
