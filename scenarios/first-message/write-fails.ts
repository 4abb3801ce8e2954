import { scenario } from '../play/scenario.ts';

export default scenario('first-message/write-fails', {
  title: 'A message whose storing failed is sent again after the reset and is one turn',
  requirements: ['LIVE-12', 'LIVE-11', 'WEB-3'],
  needs: ['live', 'deferred', 'echo'],
  faults: [{ where: { actor: 'frontend', frame: 'send', nth: 2 }, fault: { kind: 'storage-write-failed' } }],
  checks: ['one-turn-per-message', 'one-terminal', 'later-with-resume'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: 'Hello' });
    await chat.replied();
    chat.say({ text: 'Once more' });
    await chat.replied();
  },
});
