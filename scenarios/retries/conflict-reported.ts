import { scenario } from '../play/scenario.ts';

export default scenario('retries/conflict-reported', {
  title: 'A message that the session rejects is set aside and reported by the VM agent, not taken for stored',
  requirements: ['TASK-8', 'TASK-9', 'TASK-11'],
  needs: ['tasks', 'messages'],
  checks: ['outbox-accounted', 'conflict-keeps-first', 'answered-per-message'],
  async play(world) {
    const { vmAgent } = world;
    await world.startTask('Rename the branch.');
    const messageId = vmAgent.report({ role: 'assistant', content: 'Renamed to main.' });
    vmAgent.flush();
    await vmAgent.delivered();
    vmAgent.report({ role: 'assistant', content: 'Renamed to trunk.', ...(messageId && { messageId }) });
    vmAgent.report({ role: 'assistant', content: 'Done.' });
    vmAgent.flush();
    await vmAgent.delivered();
  },
});
