import { scenario } from '../play/scenario.ts';

export default scenario('chat-view/permission-modes', {
  title:
    'A permission mode stays with its session: a new one has the default, and coming back shows the one that was set',
  requirements: ['WEB-12', 'LIVE-4'],
  needs: ['live', 'deferred', 'echo'],
  checks: ['mode-of-its-session', 'switched-tells-the-truth'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: 'Hello' });
    await chat.replied();
    const first = chat.sessionId ?? '';
    chat.setMode({ mode: 'auto' });
    await world.clock.settle();
    chat.newSession({});
    chat.say({ text: 'Another' });
    await chat.replied();
    chat.setMode({ mode: 'agent' });
    await world.clock.settle();
    chat.switchTo({ sessionId: first });
    chat.say({ text: 'Back' });
    await chat.replied();
    chat.reload({});
    await chat.ready();
  },
});
