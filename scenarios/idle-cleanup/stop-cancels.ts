import { scenario } from '../play/scenario.ts';

export default scenario('idle-cleanup/stop-cancels', {
  title: 'A session that the user stopped in its idle period is not cleaned up as well',
  requirements: ['TASK-14', 'TASK-20'],
  needs: ['tasks', 'events', 'time'],
  checks: ['life-in-order', 'lifecycle-events-once'],
  async play(world) {
    const { frontend, vmAgent, clock } = world;
    const { taskId, sessionId } = await world.startTask('I have seen enough');
    frontend.subscribe({ sessionId });
    await frontend.subscribed(sessionId);
    await vmAgent.complete();
    await clock.advance('5 minutes');
    await frontend.stop({ sessionId });
    await clock.advance('20 minutes');
    await frontend.readTask({ taskId });
  },
});
