import { scenario } from '../play/scenario.ts';

export default scenario('chat-view/reload-before-the-acknowledgement', {
  title: 'A tab reloaded before its first message was acknowledged knows from the history that it was sent',
  requirements: ['WEB-5', 'WEB-2'],
  needs: ['live', 'deferred', 'echo'],
  faults: [{ where: { actor: 'frontend', frame: 'accepted', nth: 1 }, fault: { kind: 'delay', ms: 5000 } }],
  checks: ['reload-restores', 'first-without-resume'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: 'Hello' });
    await world.clock.advance('300 ms');
    chat.reload({});
    await chat.ready();
    chat.say({ text: 'And on' });
    await chat.replied();
  },
});
