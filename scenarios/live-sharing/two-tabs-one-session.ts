import { scenario } from '../play/scenario.ts';

export default scenario('live-sharing/two-tabs-one-session', {
  title:
    'Two tabs on one session show the same conversation; one of them going elsewhere changes nothing for the other',
  requirements: ['WEB-13', 'LIVE-9', 'WEB-4'],
  needs: ['live', 'deferred', 'echo'],
  checks: ['tabs-independent', 'right-session'],
  async play(world) {
    const { chat } = world.frontend;
    const other = await world.join('tab-2');
    chat.say({ text: 'Hello' });
    await chat.replied();
    const sessionId = chat.sessionId ?? '';
    other.chat.open({ sessionId });
    await other.chat.ready();
    other.chat.newSession({});
    other.chat.say({ text: 'Something else' });
    chat.say({ text: 'And here' });
    await chat.replied();
    await other.chat.replied();
    other.chat.switchTo({ sessionId });
    other.chat.say({ text: 'Back' });
    await world.clock.advance('150 ms');
    chat.newSession({});
    await other.chat.replied();
  },
});
