import { scenario } from '../play/scenario.ts';

export default scenario('live-reconnect/in-mid-stream', {
  title: 'A tab whose socket breaks in mid-stream gets what it missed once, the end of the reply included',
  requirements: ['LIVE-9', 'WEB-8'],
  needs: ['live', 'deferred', 'echo'],
  faults: [{ where: { actor: 'frontend', frame: 'chunk', nth: 3 }, fault: { kind: 'socket-dropped' } }],
  checks: ['reconnect-replays', 'reconnects-bounded'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: '/count 20' });
    await chat.replied();
    chat.say({ text: 'Thanks' });
    await chat.replied();
  },
});
