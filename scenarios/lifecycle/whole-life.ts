import { scenario } from '../play/scenario.ts';

export default scenario('lifecycle/whole-life', {
  title: 'A session lives from its submit to its stop with the messages of both sides in one history',
  requirements: ['TASK-15', 'TASK-20'],
  needs: ['tasks', 'messages', 'events'],
  checks: ['life-in-order', 'counts-match', 'lifecycle-events-once', 'delivered-once-in-order'],
  async play(world) {
    const { frontend, vmAgent } = world;
    frontend.subscribe({ sessionId: null });
    await frontend.subscribed(null);
    const { taskId, sessionId } = await world.startTask('Plan the migration of the archive to the new store');
    await frontend.readTask({ taskId });
    vmAgent.report({ role: 'assistant', content: 'It takes three steps.' });
    vmAgent.report({ role: 'tool', content: 'plan.md written' });
    await vmAgent.delivered();
    await frontend.send({ sessionId, content: 'Begin with the second' });
    await frontend.readSession({ sessionId });
    await vmAgent.complete();
    await frontend.readSession({ sessionId });
    await frontend.stop({ sessionId });
    await frontend.sees(({ type }) => type === 'session.stopped');
    await frontend.history({ sessionId });
    await frontend.readTask({ taskId });
  },
});
