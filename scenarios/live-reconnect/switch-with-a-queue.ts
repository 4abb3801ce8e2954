import { scenario } from '../play/scenario.ts';

export default scenario('live-reconnect/switch-with-a-queue', {
  title: 'Messages queued for a session go to it, though another one was switched to before they left',
  requirements: ['WEB-4', 'WEB-9'],
  needs: ['live', 'deferred', 'echo'],
  faults: [{ where: { actor: 'frontend', frame: 'accepted', nth: 2 }, fault: { kind: 'socket-dropped' } }],
  checks: ['right-session', 'nothing-before-connected'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: 'First session' });
    await chat.replied();
    const first = chat.sessionId ?? '';
    chat.newSession({});
    chat.say({ text: 'Second session' });
    await chat.until(({ state }) => state === 'connecting');
    chat.say({ text: 'for the second' });
    chat.say({ text: 'also for the second' });
    chat.switchTo({ sessionId: first });
    chat.say({ text: 'for the first' });
    await chat.replied();
  },
});
