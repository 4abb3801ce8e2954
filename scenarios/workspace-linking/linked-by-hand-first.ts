import { scenario } from '../play/scenario.ts';

export default scenario('workspace-linking/linked-by-hand-first', {
  title: 'A session that a user linked while the node refused keeps that link',
  requirements: ['TASK-5', 'TASK-7'],
  needs: ['tasks'],
  faults: [
    { where: { actor: 'target', operation: 'createWorkspace', nth: 1 }, fault: { kind: 'node-refuses', status: 500 } },
  ],
  checks: ['link-holds', 'one-session-per-task'],
  async play(world) {
    const { frontend, vmAgent, clock } = world;
    const { sessionId = '' } = await frontend.submit({ message: 'Use the spare machine' });
    const workspaceId = world.caller('by-hand', world.userToken).uuid();
    await frontend.linkWorkspace({ sessionId, workspaceId });
    await vmAgent.assigned();
    await clock.advance('2 seconds');
    await frontend.readSession({ sessionId });
  },
});
