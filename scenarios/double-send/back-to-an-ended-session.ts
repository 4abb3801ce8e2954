import { scenario } from '../play/scenario.ts';

export default scenario('double-send/back-to-an-ended-session', {
  title: 'The first message after coming back to an ended session resumes it and is answered once',
  requirements: ['LIVE-1', 'LIVE-2', 'LIVE-4'],
  needs: ['live', 'deferred', 'echo'],
  checks: ['first-message-answered', 'switched-tells-the-truth'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: 'Hello' });
    await chat.replied();
    const sessionId = chat.sessionId ?? '';
    chat.stop({});
    await world.clock.advance('2 seconds');
    chat.switchTo({ sessionId: null });
    chat.switchTo({ sessionId });
    chat.say({ text: 'One more thing' });
    await chat.replied();
  },
});
