import { scenario } from '../play/scenario.ts';

export default scenario('chat-view/late-history', {
  title: 'A history that arrives after its session was left is not shown in the session that is there now',
  requirements: ['WEB-4'],
  needs: ['live', 'deferred', 'echo', 'time'],
  faults: [{ where: { actor: 'frontend', operation: 'liveHistory', nth: 1 }, fault: { kind: 'delay', ms: 2000 } }],
  checks: ['right-session'],
  async play(world) {
    const { chat } = world.frontend;
    for (const text of ['One', 'Two', 'Three', 'Four']) chat.say({ text });
    await chat.replied();
    const sessionId = chat.sessionId ?? '';
    chat.newSession({});
    chat.say({ text: 'There' });
    await chat.replied();
    const other = chat.sessionId ?? '';
    chat.switchTo({ sessionId });
    await world.clock.advance('500 ms');
    chat.switchTo({ sessionId: other });
    await world.clock.advance('3 seconds');
  },
});
