import { scenario } from '../play/scenario.ts';

export default scenario('lifecycle/answer-of-stop-lost', {
  title: 'A stop whose answer was lost is told to all once, and answered when it is asked for again',
  requirements: ['TASK-15', 'TASK-20'],
  needs: ['tasks', 'messages', 'events'],
  faults: [{ where: { actor: 'frontend', operation: 'stopSession', nth: 1 }, fault: { kind: 'answer-lost' } }],
  checks: ['life-in-order', 'lifecycle-events-once', 'stopped-stores-nothing'],
  async play(world) {
    const { frontend, vmAgent } = world;
    frontend.subscribe({ sessionId: null });
    await frontend.subscribed(null);
    const { taskId, sessionId } = await world.startTask('Come to an end');
    await vmAgent.delivered();
    await frontend.stop({ sessionId });
    await frontend.sees(({ type }) => type === 'session.stopped');
    vmAgent.report({ role: 'assistant', content: 'One last word' });
    await vmAgent.delivered();
    await frontend.stop({ sessionId });
    await frontend.readTask({ taskId });
  },
});
