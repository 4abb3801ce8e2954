import { scenario } from '../play/scenario.ts';

export default scenario('chat-view/late-frames', {
  title: 'Frames of the session left before that arrive late change nothing in the one that is shown',
  requirements: ['WEB-4'],
  needs: ['live', 'deferred', 'echo'],
  faults: [4, 5, 6].map((nth) => ({
    where: { actor: 'frontend', frame: 'chunk', nth },
    fault: { kind: 'delay' as const, ms: 1500 },
  })),
  checks: ['right-session', 'chunks-merge'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: 'Hello' });
    await chat.replied();
    const first = chat.sessionId ?? '';
    chat.newSession({});
    chat.say({ text: '/count 12' });
    await world.clock.advance('600 ms');
    chat.switchTo({ sessionId: first });
    chat.say({ text: 'Here now' });
    await chat.replied();
    await world.clock.advance('3 seconds');
  },
});
