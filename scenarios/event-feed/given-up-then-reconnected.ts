import { scenario } from '../play/scenario.ts';

const refused = { kind: 'lost' } as const;
/** Opening the socket, not its frames: only the path of the request has this text. */
const opening = (nth: number) => ({ actor: 'frontend', operation: 'events', containing: '/events', nth });

export default scenario('event-feed/given-up-then-reconnected', {
  title: 'A tab that gave up after five failed reconnects misses nothing once its user reconnects it',
  requirements: ['TASK-13'],
  needs: ['tasks', 'messages', 'events', 'time'],
  faults: [
    { where: { actor: 'frontend', frame: 'message.new', nth: 1 }, fault: { kind: 'socket-dropped' } },
    ...[2, 3, 4, 5, 6].map((nth) => ({ where: opening(nth), fault: refused })),
  ],
  checks: ['delivered-once-in-order'],
  async play(world) {
    const { frontend, clock } = world;
    const { sessionId } = await world.startTask('Cross the tunnel.');
    frontend.subscribe({ sessionId });
    await frontend.subscribed(sessionId);
    await frontend.send({ sessionId, content: 'Lights on.' });
    await clock.advance('1 minute');
    await frontend.send({ sessionId, content: 'Lights off.' });
    frontend.reconnect();
    await frontend.subscribed(sessionId);
    await frontend.send({ sessionId, content: 'Sunglasses on.' });
    await clock.settle();
  },
});
