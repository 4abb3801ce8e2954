import { scenario } from '../play/scenario.ts';

export default scenario('workspace-linking/order-lost', {
  title: 'An order for a workspace that never reached its node is made again',
  requirements: ['TASK-4', 'TASK-5'],
  needs: ['tasks', 'messages'],
  faults: [{ where: { actor: 'target', operation: 'createWorkspace', nth: 1 }, fault: { kind: 'lost' } }],
  checks: ['link-holds', 'first-message-stored-once'],
  async play(world) {
    const { sessionId } = await world.startTask('Shrink the images');
    await world.vmAgent.delivered();
    await world.frontend.history({ sessionId });
  },
});
