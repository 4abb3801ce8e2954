import { scenario } from '../play/scenario.ts';

export default scenario('live-reconnect/silent-hello', {
  title: 'A connection on which hello is never answered is given up, and another one takes the message',
  requirements: ['WEB-8', 'WEB-9'],
  needs: ['live', 'deferred', 'echo', 'time'],
  faults: [{ where: { actor: 'frontend', frame: 'connected', nth: 1 }, fault: { kind: 'half-open' } }],
  checks: ['reconnects-bounded', 'nothing-before-connected'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: 'Is anybody there?' });
    await world.clock.advance('15 seconds');
  },
});
