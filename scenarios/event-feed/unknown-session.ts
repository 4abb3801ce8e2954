import { scenario } from '../play/scenario.ts';

export default scenario('event-feed/unknown-session', {
  title: 'Following a session that does not exist is refused, and the socket goes on with one that does',
  requirements: ['TASK-19'],
  needs: ['tasks', 'messages', 'events'],
  checks: ['unknown-session-refused', 'delivered-once-in-order'],
  async play(world) {
    const { frontend, clock } = world;
    const { sessionId } = await world.startTask('Ring the bell.');
    const nowhere = world.caller('dreamer').uuid();
    frontend.subscribe({ sessionId });
    await frontend.subscribed(sessionId);
    frontend.subscribe({ sessionId: nowhere, after: 0 });
    // Nobody waits for the answer: it may be that none comes.
    await clock.settle();
    await frontend.send({ sessionId, content: 'Twice.' });
    await clock.settle();
  },
});
