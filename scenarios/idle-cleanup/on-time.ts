import { scenario } from '../play/scenario.ts';

export default scenario('idle-cleanup/on-time', {
  title: 'A session is cleaned up 15 minutes after its agent completed, also where the node refuses at first',
  requirements: ['TASK-14', 'TASK-15', 'TASK-20'],
  needs: ['tasks', 'messages', 'events', 'time'],
  faults: [
    { where: { actor: 'target', operation: 'deleteWorkspace', nth: 1 }, fault: { kind: 'node-refuses', status: 503 } },
  ],
  checks: ['cleanup-on-time', 'life-in-order', 'lifecycle-events-once'],
  async play(world) {
    const { frontend, vmAgent, clock } = world;
    frontend.subscribe({ sessionId: null });
    await frontend.subscribed(null);
    const { taskId, sessionId } = await world.startTask('Be brief');
    vmAgent.report({ role: 'assistant', content: 'Done.' });
    await vmAgent.complete();
    await clock.advance('14 minutes');
    await frontend.readSession({ sessionId });
    await clock.advance('2 minutes');
    await frontend.readSession({ sessionId });
    await frontend.readTask({ taskId });
  },
});
