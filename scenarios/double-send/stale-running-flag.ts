import { scenario } from '../play/scenario.ts';

export default scenario('double-send/stale-running-flag', {
  title: 'A message in an idle session does not wait for the reply that runs in the session left before',
  requirements: ['LIVE-17', 'LIVE-4'],
  needs: ['live', 'deferred', 'echo'],
  checks: ['frontend-takes-running', 'switched-tells-the-truth'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: 'Hello' });
    await chat.replied();
    const idle = chat.sessionId ?? '';
    chat.newSession({});
    chat.say({ text: '/count 30' });
    await world.clock.advance('500 ms');
    chat.switchTo({ sessionId: idle });
    await chat.ready();
    chat.say({ text: 'And you?' });
    await chat.replied();
    await world.clock.advance('5 seconds');
  },
});
