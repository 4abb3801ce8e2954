import { scenario } from '../play/scenario.ts';

export default scenario('workspace-linking/again-is-harmless', {
  title: 'Linking the same workspace again changes nothing and is told to nobody',
  requirements: ['TASK-5', 'TASK-20'],
  needs: ['tasks', 'events'],
  faults: [{ where: { actor: 'frontend', operation: 'linkWorkspace', nth: 2 }, fault: { kind: 'duplicate' } }],
  checks: ['link-holds', 'lifecycle-events-once'],
  async play(world) {
    const { frontend, clock } = world;
    const { projectId, sessionId, workspaceId } = await world.startTask('Document the API');
    frontend.subscribe({ sessionId, after: 0 });
    await frontend.subscribed(sessionId);
    await frontend.linkWorkspace({ sessionId, workspaceId });
    await frontend.linkWorkspace({ sessionId, workspaceId });
    const agent = world.caller('agent', await world.token({ role: 'vm-agent', workspaceId }));
    await agent.ask('linkWorkspace', { projectId, sessionId }, { body: { workspaceId } });
    await clock.settle();
  },
});
