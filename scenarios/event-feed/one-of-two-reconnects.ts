import { scenario } from '../play/scenario.ts';

export default scenario('event-feed/one-of-two-reconnects', {
  title: 'While one subscriber breaks off twice, once in the middle of its replay, the other one notices nothing',
  requirements: ['TASK-13'],
  needs: ['tasks', 'messages', 'events'],
  faults: [
    { where: { actor: 'frontend:shaky', frame: 'message.new', nth: 2 }, fault: { kind: 'socket-dropped' } },
    { where: { actor: 'frontend:shaky', frame: 'message.new', nth: 6 }, fault: { kind: 'socket-dropped' } },
  ],
  checks: ['delivered-once-in-order'],
  async play(world) {
    const { frontend, clock } = world;
    const { sessionId } = await world.startTask('Read the news.');
    const shaky = await world.join('shaky');
    for (const tab of [frontend, shaky]) {
      tab.subscribe({ sessionId });
      await tab.subscribed(sessionId);
    }
    for (const content of ['Rain.', 'More rain.', 'Hail.', 'Snow.']) await frontend.send({ sessionId, content });
    await clock.advance('2 seconds');
    await frontend.send({ sessionId, content: 'Sun.' });
    await clock.advance('2 seconds');
  },
});
