import { scenario } from '../play/scenario.ts';

export default scenario('authorisation/agents-before-the-link', {
  title: 'While a session has no workspace, the VM agent ordered for it links its own only, and any other none',
  requirements: ['SAFE-1', 'TASK-6'],
  needs: ['tasks', 'messages'],
  faults: [{ where: { operation: 'alarm', containing: 'TaskRunner', nth: 1 }, fault: { kind: 'object-unavailable' } }],
  checks: ['access-kept', 'link-retried'],
  async play(world) {
    const { frontend, vmAgent, projectId } = world;
    const { sessionId = '' } = await frontend.submit({ message: 'Wait for the key' });
    const { workspaceId } = await vmAgent.assigned();
    const there = { projectId, sessionId };
    const own = world.caller('own', await world.token({ role: 'vm-agent', workspaceId }));
    const elsewhere = own.uuid();
    const other = world.caller('other', await world.token({ role: 'vm-agent', workspaceId: elsewhere }));
    await own.ask('linkWorkspace', there, { body: { workspaceId: elsewhere } });
    await other.as('other vm-agent').ask('linkWorkspace', there, { body: { workspaceId: elsewhere } });
    await other.as('other vm-agent').append(there, [other.message('Let me in.')]);
    await other.as('other vm-agent').ask('listMessages', there);
    await own.as('own vm-agent').append(there, [own.message('The key is here.')]);
    vmAgent.flush();
    await vmAgent.delivered();
  },
});
