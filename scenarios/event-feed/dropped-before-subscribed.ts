import { scenario } from '../play/scenario.ts';

export default scenario('event-feed/dropped-before-subscribed', {
  title: 'A subscription whose answer was lost is made again where it was to begin',
  requirements: ['TASK-13'],
  needs: ['tasks', 'messages', 'events'],
  faults: [{ where: { actor: 'frontend', frame: 'subscribed', nth: 1 }, fault: { kind: 'socket-dropped' } }],
  checks: ['delivered-once-in-order'],
  async play(world) {
    const { frontend, clock } = world;
    const { sessionId } = await world.startTask('Open the letter.');
    await frontend.send({ sessionId, content: 'Who wrote it?' });
    frontend.subscribe({ sessionId, after: 0 });
    await clock.settle();
    await frontend.send({ sessionId, content: 'What does it say?' });
    await frontend.subscribed(sessionId);
    await clock.settle();
  },
});
