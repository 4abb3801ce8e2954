import { scenario } from '../play/scenario.ts';

export default scenario('live-lifecycle/stopped-in-a-reply', {
  title: 'A stopped session finishes the reply it is at, gives up what waited, and ends',
  requirements: ['LIVE-10', 'LIVE-11'],
  needs: ['live', 'deferred', 'echo'],
  checks: ['legal-transitions', 'one-terminal'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: '/count 20' });
    await world.clock.advance('500 ms');
    chat.say({ text: 'Not any more', whileRunning: 'send' });
    chat.stop({});
    await world.clock.advance('3 seconds');
  },
});
