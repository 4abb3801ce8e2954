import { scenario } from '../play/scenario.ts';

export default scenario('double-send/after-a-failed-reply', {
  title: 'A reply that fails holds up neither the message sent behind it nor the one typed meanwhile',
  requirements: ['LIVE-17', 'LIVE-11'],
  needs: ['live', 'deferred', 'echo', 'time'],
  checks: ['frontend-takes-running', 'one-terminal'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: '/fail' });
    await world.clock.advance('250 ms');
    chat.say({ text: 'Sent at once', whileRunning: 'send' });
    chat.say({ text: '/fail again' });
    chat.say({ text: 'Held back' });
    await world.clock.advance('2 minutes');
  },
});
