import { scenario } from '../play/scenario.ts';

export default scenario('live-reconnect/silent-before-two-messages', {
  title: 'Two messages said into a connection that is silent are both sent again on the next one, in order',
  requirements: ['WEB-3', 'WEB-9'],
  needs: ['live', 'deferred', 'echo', 'time'],
  faults: [{ where: { actor: 'frontend', frame: 'send', nth: 2 }, fault: { kind: 'half-open' } }],
  checks: ['later-with-resume', 'nothing-before-connected'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: 'Hello' });
    await chat.replied();
    chat.say({ text: 'Can you hear me?' });
    chat.say({ text: 'Or me?', whileRunning: 'send' });
    await world.clock.advance('20 seconds');
  },
});
