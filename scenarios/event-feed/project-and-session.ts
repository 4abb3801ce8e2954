import { scenario } from '../play/scenario.ts';

export default scenario('event-feed/project-and-session', {
  title: 'A tab that follows a session and the whole project sees each event once, also when one begins in the past',
  requirements: ['TASK-13'],
  needs: ['tasks', 'messages', 'events'],
  checks: ['delivered-once-in-order'],
  async play(world) {
    const { frontend, clock } = world;
    const [one, two] = [await world.startTask('Watch the door.'), await world.startTask('Watch the window.')];
    frontend.subscribe({ sessionId: one.sessionId });
    await frontend.subscribed(one.sessionId);
    await frontend.send({ sessionId: one.sessionId, content: 'Who is there?' });
    await frontend.send({ sessionId: two.sessionId, content: 'Close it.' });
    frontend.subscribe({ sessionId: null, after: 0 });
    await frontend.subscribed(null);
    for (const { sessionId } of [one, two]) await frontend.send({ sessionId, content: 'Good night.' });
    frontend.unsubscribe({ sessionId: one.sessionId });
    for (const { sessionId } of [one, two]) await frontend.send({ sessionId, content: 'Good morning.' });
    await clock.settle();
  },
});
