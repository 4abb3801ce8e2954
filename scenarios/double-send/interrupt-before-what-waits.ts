import { scenario } from '../play/scenario.ts';

export default scenario('double-send/interrupt-before-what-waits', {
  title: 'An interrupt goes before the messages that wait, and takes none of them away',
  requirements: ['LIVE-8', 'LIVE-11'],
  needs: ['live', 'deferred', 'echo', 'time'],
  checks: ['interrupt-at-once', 'one-terminal'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: '/count 9' });
    await world.clock.advance('400 ms');
    chat.say({ text: 'Then this', whileRunning: 'send' });
    chat.say({ text: 'And that', whileRunning: 'send' });
    chat.interrupt({ text: 'But this first' });
    await world.clock.advance('2 minutes');
  },
});
