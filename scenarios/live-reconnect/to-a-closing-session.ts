import { scenario } from '../play/scenario.ts';

export default scenario('live-reconnect/to-a-closing-session', {
  title: 'A tab that comes back while its session is closing is told that nothing runs, and sees it close',
  requirements: ['LIVE-9', 'LIVE-18'],
  needs: ['live', 'deferred', 'echo'],
  faults: [{ where: { actor: 'frontend', frame: 'stopping', nth: 1 }, fault: { kind: 'socket-dropped' } }],
  checks: ['reconnect-replays', 'routed-by-the-table'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: '/count 30' });
    await world.clock.advance('500 ms');
    chat.stop({});
    await world.clock.advance('6 seconds');
  },
});
