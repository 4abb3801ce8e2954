import { scenario } from '../play/scenario.ts';

export default scenario('retries/conflict-reported', {
  title:
    'An id that a VM agent uses again for other content is a conflict: the first is kept, and what follows is stored',
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
