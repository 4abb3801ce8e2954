import { scenario } from '../play/scenario.ts';

export default scenario('live-reconnect/switch-with-a-queue', {
  title: 'Messages queued for a session go to it, though another one was switched to before they left',
  requirements: ['WEB-4', 'WEB-9'],
  needs: ['live', 'deferred', 'echo'],
  faults: [{ where: { actor: 'frontend', frame: 'session_switched', nth: 2 }, fault: { kind: 'socket-dropped' } }],
  checks: ['right-session', 'nothing-before-connected'],
  async play(world) {
    const { chat } = world.frontend;
    await chat.say({ text: 'First session' });
    await chat.replied();
    const first = chat.sessionId ?? '';
    await chat.newSession({});
    await chat.say({ text: 'Second session' });
    await chat.until(({ state }) => state === 'connecting');
    await chat.say({ text: 'for the second' });
    await chat.say({ text: 'also for the second' });
    await chat.switchTo({ sessionId: first });
    await chat.say({ text: 'for the first' });
    await chat.replied();
  },
});
