import { scenario } from '../play/scenario.ts';

export default scenario('workspace-linking/two-hands-at-once', {
  title: 'Of two workspaces linked by hand at once, one is linked and the other refused',
  requirements: ['TASK-5', 'TASK-20'],
  needs: ['tasks', 'events'],
  faults: [
    { where: { actor: 'target', operation: 'createWorkspace', nth: 1 }, fault: { kind: 'node-refuses', status: 503 } },
  ],
  checks: ['link-holds', 'lifecycle-events-once'],
  async play(world) {
    const { frontend } = world;
    const { sessionId = '' } = await frontend.submit({ message: 'Pick a machine' });
    const hand = world.caller('by-hand', world.userToken);
    frontend.subscribe({ sessionId });
    await frontend.subscribed(sessionId);
    const [left, right] = [hand.uuid(), hand.uuid()];
    await world.atOnce(
      () => frontend.linkWorkspace({ sessionId, workspaceId: left }),
      () => frontend.linkWorkspace({ sessionId, workspaceId: right }),
    );
    await frontend.sees(({ type }) => type === 'session.linked');
    await frontend.readSession({ sessionId });
  },
});
