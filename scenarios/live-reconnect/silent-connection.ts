import { scenario } from '../play/scenario.ts';

export default scenario('live-reconnect/silent-connection', {
  title: 'A message on a connection that went silent is sent again on another one, and is one turn',
  requirements: ['LIVE-12', 'LIVE-9'],
  needs: ['live', 'deferred', 'echo'],
  faults: [{ where: { actor: 'frontend', frame: 'accepted', nth: 2 }, fault: { kind: 'half-open' } }],
  checks: ['one-turn-per-message', 'reconnect-replays'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: 'Hello' });
    await chat.replied();
    chat.say({ text: 'Can you hear me?' });
    await chat.replied();
  },
});
