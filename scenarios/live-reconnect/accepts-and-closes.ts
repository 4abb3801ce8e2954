import { scenario } from '../play/scenario.ts';

export default scenario('live-reconnect/accepts-and-closes', {
  title:
    'A server that accepts every socket and closes it at once is tried five times, and no more until somebody asks',
  requirements: ['WEB-8', 'WEB-18'],
  needs: ['live', 'deferred', 'echo', 'time'],
  faults: [
    { where: { actor: 'frontend', frame: 'message_complete', nth: 1 }, fault: { kind: 'socket-dropped' } },
    ...[2, 3, 4, 5, 6, 7].map((nth) => ({
      where: { actor: 'frontend', frame: 'hello', nth },
      fault: { kind: 'socket-closed' as const, code: 1011 },
    })),
  ],
  checks: ['reconnects-bounded', 'input-follows-state'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: 'Hello' });
    await chat.until(({ state }) => state === 'disconnected');
    await world.clock.advance('2 minutes');
    chat.reconnect({});
    await world.clock.advance('5 seconds');
  },
});
