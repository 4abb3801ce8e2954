import { scenario } from '../play/scenario.ts';

export default scenario('workspace-linking/linked', {
  title: 'A session is there before its workspace, is linked to it, and has the prompt once',
  requirements: ['TASK-3', 'TASK-4', 'TASK-5'],
  needs: ['tasks', 'messages'],
  checks: ['link-holds', 'first-message-stored-once', 'returned-ids-resolve', 'one-workspace-left'],
  async play(world) {
    const { frontend, vmAgent } = world;
    const { sessionId = '' } = await frontend.submit({ message: 'Move the settings' });
    await frontend.readSession({ sessionId });
    await vmAgent.assigned();
    await world.linked(sessionId);
    vmAgent.report({ role: 'assistant', content: 'They are moved.' });
    await vmAgent.delivered();
    await frontend.history({ sessionId });
  },
});
