import { scenario } from '../play/scenario.ts';

export default scenario('event-feed/silent-connection', {
  title: 'A tab that pings notices that its connection has gone silent, and gets what it missed on another one',
  requirements: ['TASK-13'],
  needs: ['tasks', 'messages', 'events', 'time'],
  faults: [{ where: { actor: 'frontend:watchful', frame: 'message.new', nth: 2 }, fault: { kind: 'half-open' } }],
  checks: ['delivered-once-in-order'],
  async play(world) {
    const { frontend, clock } = world;
    const { sessionId } = await world.startTask('Guard the gate.');
    const watchful = world.attentive('watchful');
    watchful.subscribe({ sessionId });
    await watchful.subscribed(sessionId);
    for (const content of ['All quiet.', 'Still quiet.', 'Too quiet.']) await frontend.send({ sessionId, content });
    await clock.advance('45 seconds');
    await frontend.send({ sessionId, content: 'Noise.' });
    await clock.settle();
  },
});
