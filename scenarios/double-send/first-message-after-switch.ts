import { scenario } from '../play/scenario.ts';

export default scenario('double-send/first-message-after-switch', {
  title: 'The first message after coming back to a running session is answered once, without a second send',
  requirements: ['LIVE-2', 'LIVE-3'],
  needs: ['live', 'deferred', 'echo'],
  checks: ['first-message-answered', 'switch-subscribes'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: 'Hello' });
    await chat.replied();
    const sessionId = chat.sessionId ?? '';
    chat.switchTo({ sessionId: null });
    chat.switchTo({ sessionId });
    chat.say({ text: 'Still there?' });
    await chat.replied();
  },
});
