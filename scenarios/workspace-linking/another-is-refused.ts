import { scenario } from '../play/scenario.ts';

export default scenario('workspace-linking/another-is-refused', {
  title: 'A linked session refuses another workspace, whoever links it',
  requirements: ['TASK-5'],
  needs: ['tasks'],
  checks: ['link-holds'],
  async play(world) {
    const { frontend } = world;
    const { projectId, sessionId, workspaceId } = await world.startTask('Rewrite the parser');
    const stranger = world.caller('by-hand', world.userToken);
    await frontend.linkWorkspace({ sessionId, workspaceId: stranger.uuid() });
    const agent = world.caller('agent', await world.token({ role: 'vm-agent', workspaceId }));
    await agent.ask('linkWorkspace', { projectId, sessionId }, { body: { workspaceId: stranger.uuid() } });
    await frontend.readSession({ sessionId });
  },
});
