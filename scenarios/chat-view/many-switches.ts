import { scenario } from '../play/scenario.ts';

export default scenario('chat-view/many-switches', {
  title: 'A tab that goes back and forth quickly ends on the session it named last, over one socket',
  requirements: ['WEB-4', 'WEB-20', 'LIVE-3'],
  needs: ['live', 'deferred', 'echo'],
  checks: ['right-session', 'one-socket-a-tab', 'tabs-independent'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: 'First' });
    await chat.replied();
    const first = chat.sessionId ?? '';
    chat.newSession({});
    chat.say({ text: 'Second' });
    await chat.replied();
    const second = chat.sessionId ?? '';
    await Promise.all([
      chat.switchTo({ sessionId: first }),
      chat.switchTo({ sessionId: second }),
      chat.switchTo({ sessionId: first }),
    ]);
    chat.say({ text: 'To the first' });
    await chat.replied();
  },
});
