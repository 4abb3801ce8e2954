import { scenario } from '../play/scenario.ts';

export default scenario('event-feed/closed-by-a-restart', {
  title: 'A subscriber to the project survives sockets closed with 1012 and 1011, and misses and repeats nothing',
  requirements: ['TASK-13'],
  needs: ['tasks', 'messages', 'events'],
  faults: [
    { where: { actor: 'frontend', frame: 'message.new', nth: 1 }, fault: { kind: 'socket-closed', code: 1012 } },
    { where: { actor: 'frontend', frame: 'message.new', nth: 4 }, fault: { kind: 'socket-closed', code: 1011 } },
  ],
  checks: ['delivered-once-in-order'],
  async play(world) {
    const { frontend, clock } = world;
    const { sessionId } = await world.startTask('Water the plants.');
    frontend.subscribe({ sessionId: null });
    await frontend.subscribed(null);
    for (const content of ['The fern.', 'The palm.', 'The cactus.']) await frontend.send({ sessionId, content });
    await clock.advance('2 seconds');
    await frontend.send({ sessionId, content: 'Not the cactus again.' });
    await clock.advance('2 seconds');
  },
});
