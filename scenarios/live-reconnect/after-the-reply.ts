import { scenario } from '../play/scenario.ts';

export default scenario('live-reconnect/after-the-reply', {
  title: 'A reply that ended while the tab was away is shown when it is back, its end included',
  requirements: ['LIVE-9', 'LIVE-1'],
  needs: ['live', 'deferred', 'echo'],
  faults: [{ where: { actor: 'frontend', frame: 'chunk', nth: 1 }, fault: { kind: 'socket-dropped' } }],
  checks: ['reconnect-replays', 'ends-for-a-reason'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: 'Be quick' });
    await chat.replied();
  },
});
