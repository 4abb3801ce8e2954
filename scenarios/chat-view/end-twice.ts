import { scenario } from '../play/scenario.ts';

export default scenario('chat-view/end-twice', {
  title: 'A reply whose end arrives twice, before its last chunk, is shown once and whole',
  requirements: ['WEB-7'],
  needs: ['live', 'deferred', 'echo'],
  faults: [
    { where: { actor: 'frontend', frame: 'chunk', nth: 3 }, fault: { kind: 'delay', ms: 400 } },
    { where: { actor: 'frontend', frame: 'message_complete', nth: 1 }, fault: { kind: 'duplicate' } },
  ],
  checks: ['chunks-merge'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: 'a b' });
    await chat.replied();
    chat.say({ text: 'Once?' });
    await chat.replied();
  },
});
