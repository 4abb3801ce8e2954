import { scenario } from '../play/scenario.ts';

export default scenario('double-send/back-to-a-zombie', {
  title: 'A loop that is still registered for an ended session is not trusted: the message gets a new one',
  requirements: ['LIVE-1', 'LIVE-7'],
  needs: ['live', 'deferred', 'echo'],
  faults: [
    {
      where: { actor: 'frontend', frame: 'switch_session', nth: 2 },
      fault: { kind: 'registry-diverged', how: 'stale' },
    },
  ],
  checks: ['one-loop-alive', 'routed-by-the-table'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: 'Hello' });
    await chat.replied();
    const sessionId = chat.sessionId ?? '';
    chat.stop({});
    await world.clock.advance('2 seconds');
    chat.switchTo({ sessionId: null });
    chat.switchTo({ sessionId });
    chat.say({ text: 'Are you alive?' });
    await chat.replied();
  },
});
