import { scenario } from '../play/scenario.ts';

export default scenario('double-send/back-to-a-closing-session', {
  title: 'A message to a session that is closing is answered by a new loop, and the old one is silent from then on',
  requirements: ['LIVE-6', 'LIVE-7', 'LIVE-4'],
  needs: ['live', 'deferred', 'echo'],
  checks: ['closing-takes-nothing', 'one-loop-alive'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: '/count 30' });
    await world.clock.advance('400 ms');
    const sessionId = chat.sessionId ?? '';
    chat.stop({});
    chat.switchTo({ sessionId: null });
    chat.switchTo({ sessionId });
    chat.say({ text: 'Wait', whileRunning: 'send' });
    await chat.replied();
    await world.clock.advance('4 seconds');
  },
});
