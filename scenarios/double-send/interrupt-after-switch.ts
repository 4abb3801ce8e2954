import { scenario } from '../play/scenario.ts';

export default scenario('double-send/interrupt-after-switch', {
  title: 'An interrupt right after coming back ends the running reply at once and is answered, without a second send',
  requirements: ['LIVE-8', 'LIVE-1'],
  needs: ['live', 'deferred', 'echo'],
  checks: ['interrupt-at-once', 'ends-for-a-reason'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: '/count 30' });
    await world.clock.advance('400 ms');
    const sessionId = chat.sessionId ?? '';
    chat.switchTo({ sessionId: null });
    chat.switchTo({ sessionId });
    await chat.ready();
    chat.interrupt({ text: 'Stop counting' });
    await chat.replied();
  },
});
