import { scenario } from '../play/scenario.ts';

export default scenario('workspace-linking/node-refuses-first', {
  title: 'A session takes messages while its node refuses, and is linked when the node agrees',
  requirements: ['TASK-5', 'TASK-6'],
  needs: ['tasks', 'messages'],
  faults: [
    { where: { actor: 'target', operation: 'createWorkspace', nth: 1 }, fault: { kind: 'node-refuses', status: 503 } },
  ],
  checks: ['link-holds', 'nothing-acknowledged-lost', 'first-message-stored-once'],
  async play(world) {
    const { frontend, vmAgent } = world;
    const { sessionId = '' } = await frontend.submit({ message: 'Add an index' });
    await frontend.send({ sessionId, content: 'The one on the date, please' });
    await vmAgent.assigned();
    await world.linked(sessionId);
    await vmAgent.delivered();
  },
});
