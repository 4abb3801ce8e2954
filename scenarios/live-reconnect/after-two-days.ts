import { scenario } from '../play/scenario.ts';

export default scenario('live-reconnect/after-two-days', {
  title: 'A tab that was given up for 48 hours reconnects, is told that the session has ended, and resumes it',
  requirements: ['LIVE-5', 'LIVE-9', 'WEB-8'],
  needs: ['live', 'deferred', 'echo', 'time'],
  faults: [
    { where: { actor: 'frontend', frame: 'message_complete', nth: 1 }, fault: { kind: 'socket-dropped' } },
    ...[2, 3, 4, 5, 6].map((nth) => ({
      where: { actor: 'frontend', operation: 'live', nth },
      fault: { kind: 'lost' as const },
    })),
  ],
  checks: ['idle-ended', 'reconnect-replays', 'reconnects-bounded'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: 'Good night' });
    await chat.until(({ state }) => state === 'disconnected');
    await world.clock.advance('49 hours');
    chat.reconnect({});
    await chat.ready();
    chat.say({ text: 'Good morning' });
    await chat.replied();
  },
});
