import { scenario } from '../play/scenario.ts';

export default scenario('durability/node-restarts', {
  title: 'A node that restarts before its agreement is heard runs the workspace it has on disk, and no second one',
  requirements: ['TASK-7', 'TASK-17'],
  needs: ['tasks', 'messages'],
  faults: [{ where: { actor: 'target', operation: 'createWorkspace', nth: 1 }, fault: { kind: 'answer-lost' } }],
  checks: ['link-holds', 'nothing-acknowledged-lost', 'one-session-per-task'],
  async play(world) {
    const { frontend, vmAgent } = world;
    const { sessionId = '' } = await frontend.submit({ message: 'Stay on your feet' });
    await vmAgent.assigned();
    vmAgent.restart();
    await world.linked(sessionId);
    vmAgent.report({ role: 'assistant', content: 'Still standing.' });
    await vmAgent.delivered();
    await frontend.history({ sessionId });
  },
});
