import { scenario } from '../play/scenario.ts';

export default scenario('workspace-linking/answer-of-link-lost', {
  title: 'A link by hand whose answer was lost holds, and is made again without harm',
  requirements: ['TASK-5'],
  needs: ['tasks'],
  faults: [
    { where: { actor: 'target', operation: 'createWorkspace', nth: 1 }, fault: { kind: 'node-refuses', status: 503 } },
    { where: { actor: 'frontend', operation: 'linkWorkspace', nth: 1 }, fault: { kind: 'answer-lost' } },
  ],
  checks: ['link-holds'],
  async play(world) {
    const { frontend } = world;
    const { sessionId = '' } = await frontend.submit({ message: 'Take the machine in the cellar' });
    const workspaceId = world.caller('by-hand', world.userToken).uuid();
    await frontend.linkWorkspace({ sessionId, workspaceId });
    await frontend.readSession({ sessionId });
    await frontend.linkWorkspace({ sessionId, workspaceId });
    await frontend.linkWorkspace({ sessionId, workspaceId: world.caller('another').uuid() });
    await frontend.readSession({ sessionId });
  },
});
