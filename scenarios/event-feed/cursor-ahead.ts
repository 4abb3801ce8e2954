import { scenario } from '../play/scenario.ts';

export default scenario('event-feed/cursor-ahead', {
  title: 'A cursor from ahead of the feed is refused, and the tab goes on with what is new',
  requirements: ['TASK-13', 'TASK-19'],
  needs: ['tasks', 'messages', 'events'],
  checks: ['delivered-once-in-order'],
  async play(world) {
    const { frontend, clock } = world;
    const { sessionId } = await world.startTask('Look ahead.');
    frontend.subscribe({ sessionId, after: 1_000_000 });
    await frontend.subscribed(sessionId);
    await frontend.send({ sessionId, content: 'Too far.' });
    frontend.subscribe({ sessionId, after: null });
    await frontend.subscribed(sessionId);
    await frontend.send({ sessionId, content: 'Here.' });
    await clock.settle();
  },
});
