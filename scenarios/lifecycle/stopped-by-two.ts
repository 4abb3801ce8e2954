import { scenario } from '../play/scenario.ts';

export default scenario('lifecycle/stopped-by-two', {
  title: 'A session that two users stop at once, and again later, is stopped once',
  requirements: ['TASK-15', 'TASK-20'],
  needs: ['tasks', 'events'],
  faults: [{ where: { actor: 'frontend', operation: 'stopSession', nth: 2 }, fault: { kind: 'duplicate' } }],
  checks: ['life-in-order', 'lifecycle-events-once'],
  async play(world) {
    const { frontend, clock } = world;
    const bob = await world.join('bob', 'bob');
    const { taskId, sessionId } = await world.startTask('Stop me if you can');
    bob.subscribe({ sessionId });
    await bob.subscribed(sessionId);
    await world.atOnce(
      () => frontend.stop({ sessionId }),
      () => bob.stop({ sessionId }),
    );
    await bob.sees(({ type }) => type === 'session.stopped');
    await frontend.stop({ sessionId });
    await clock.settle();
    await frontend.readTask({ taskId });
  },
});
