import { scenario } from '../play/scenario.ts';

export default scenario('authorisation/neighbours-agent', {
  title: 'The VM agent of one session can neither read nor write, link or complete its neighbour',
  requirements: ['SAFE-1', 'TASK-5'],
  needs: ['tasks', 'messages'],
  checks: ['access-kept'],
  async play(world) {
    const home = await world.startTask('Mow the lawn.');
    const next = await world.startTask('Cut the hedge.');
    const agent = world.caller('neighbour', await world.token({ role: 'vm-agent', workspaceId: home.workspaceId }));
    const there = { projectId: next.projectId, sessionId: next.sessionId };
    const messages = [agent.message('Your hedge is too high.')];
    await agent.as('other vm-agent').ask('appendMessages', there, { body: { messages } });
    await agent.as('other vm-agent').ask('getSession', there);
    await agent.as('other vm-agent').ask('listMessages', there);
    await agent.as('other vm-agent').ask('linkWorkspace', there, { body: { workspaceId: home.workspaceId } });
    await agent.as('other vm-agent').ask('completeAgent', there);
    await agent.as('own vm-agent').ask('appendMessages', home, { body: { messages } });
  },
});
