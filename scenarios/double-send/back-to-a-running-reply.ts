import { scenario } from '../play/scenario.ts';

export default scenario('double-send/back-to-a-running-reply', {
  title: 'Coming back while a reply is running shows it to its end, and the next message is answered once',
  requirements: ['LIVE-1', 'LIVE-2', 'LIVE-3', 'LIVE-4'],
  needs: ['live', 'deferred', 'echo'],
  checks: ['ends-for-a-reason', 'first-message-answered', 'switched-tells-the-truth'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: '/count 8' });
    await world.clock.advance('300 ms');
    const sessionId = chat.sessionId ?? '';
    chat.switchTo({ sessionId: null });
    await world.clock.advance('200 ms');
    chat.switchTo({ sessionId });
    chat.say({ text: 'Go on', whileRunning: 'send' });
    await chat.replied();
  },
});
