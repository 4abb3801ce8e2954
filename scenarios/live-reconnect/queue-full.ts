import { scenario } from '../play/scenario.ts';

export default scenario('live-reconnect/queue-full', {
  title: 'A queue holds a hundred messages and says which it refused; all go to their session, though another is shown',
  requirements: ['WEB-9', 'WEB-4'],
  needs: ['live', 'deferred', 'echo'],
  size: 'large',
  faults: [{ where: { actor: 'frontend', frame: 'accepted', nth: 2 }, fault: { kind: 'socket-dropped' } }],
  checks: ['nothing-before-connected', 'right-session'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: 'Hi' });
    await chat.replied();
    const first = chat.sessionId ?? '';
    chat.newSession({});
    chat.say({ text: '/hang' });
    await chat.until(({ state }) => state === 'connecting');
    const second = chat.sessionId ?? '';
    for (let count = 1; count <= 101; count += 1) chat.say({ text: `${count}` });
    chat.switchTo({ sessionId: first });
    chat.say({ text: 'Here' });
    await chat.replied();
    chat.switchTo({ sessionId: second });
    await chat.ready();
    chat.stop({});
    await world.clock.settle();
  },
});
