import { scenario } from '../play/scenario.ts';

export default scenario('double-send/interrupt-while-closing', {
  title: 'An interrupt of a session that is closing is answered by a new loop',
  requirements: ['LIVE-6', 'LIVE-8'],
  needs: ['live', 'deferred', 'echo'],
  checks: ['closing-takes-nothing'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: '/count 30' });
    await world.clock.advance('400 ms');
    const sessionId = chat.sessionId ?? '';
    chat.stop({});
    chat.switchTo({ sessionId: null });
    chat.switchTo({ sessionId });
    await chat.ready();
    chat.interrupt({ text: 'Do this instead' });
    await chat.replied();
    await world.clock.advance('4 seconds');
  },
});
