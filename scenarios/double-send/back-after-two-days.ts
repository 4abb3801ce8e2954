import { scenario } from '../play/scenario.ts';

export default scenario('double-send/back-after-two-days', {
  title: 'A session idle for 48 hours has ended; a message resumes it in one new loop, with its history',
  requirements: ['LIVE-5', 'LIVE-2'],
  needs: ['live', 'deferred', 'echo', 'time'],
  checks: ['idle-ended', 'first-message-answered'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: 'Good night' });
    await chat.replied();
    const sessionId = chat.sessionId ?? '';
    chat.switchTo({ sessionId: null });
    await world.clock.advance('49 hours');
    chat.switchTo({ sessionId });
    chat.say({ text: 'Good morning' });
    await chat.replied();
  },
});
