import { scenario } from '../play/scenario.ts';

const late = (nth: number, ms: number) => ({
  where: { actor: 'frontend', frame: 'switch_session', nth },
  fault: { kind: 'delay' as const, ms },
});

export default scenario('chat-view/back-and-forth-slowly', {
  title: 'Back, away and back again on a slow line: what happens between the switches is shown all the same',
  requirements: ['WEB-4', 'LIVE-3'],
  needs: ['live', 'deferred', 'echo', 'time'],
  // The first of the three switches arrives at once; the reply ends between the second and the third.
  faults: [late(3, 200), late(4, 3000)],
  checks: ['switch-subscribes', 'chunks-merge'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: 'Hello' });
    await chat.replied();
    const first = chat.sessionId ?? '';
    // The socket's first switch is to nothing.
    chat.newSession({});
    chat.say({ text: '/count 20' });
    await world.clock.advance('500 ms');
    const second = chat.sessionId ?? '';
    chat.switchTo({ sessionId: second });
    chat.switchTo({ sessionId: first });
    chat.switchTo({ sessionId: second });
    chat.say({ text: 'Still here?' });
    await chat.replied();
  },
});
