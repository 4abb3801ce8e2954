import { scenario } from '../play/scenario.ts';

export default scenario('double-send/interrupt-with-nothing-running', {
  title: 'An interrupt of a session that has ended is a message like any other',
  requirements: ['LIVE-8'],
  needs: ['live', 'deferred', 'echo'],
  checks: ['interrupt-at-once'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: 'Hello' });
    await chat.replied();
    const sessionId = chat.sessionId ?? '';
    chat.stop({});
    await world.clock.advance('2 seconds');
    chat.switchTo({ sessionId: null });
    chat.switchTo({ sessionId });
    await chat.ready();
    chat.interrupt({ text: 'Do this instead' });
    await chat.replied();
  },
});
