import { scenario } from '../play/scenario.ts';

export default scenario('chat-view/chunks-reordered', {
  title: 'Chunks that arrive out of order, twice or late make the reply that was sent, finalised once',
  requirements: ['WEB-7'],
  needs: ['live', 'deferred', 'echo'],
  faults: [
    { where: { actor: 'frontend', frame: 'chunk', nth: 2 }, fault: { kind: 'reorder' } },
    { where: { actor: 'frontend', frame: 'chunk', nth: 5 }, fault: { kind: 'duplicate' } },
    { where: { actor: 'frontend', frame: 'chunk', nth: 7 }, fault: { kind: 'delay', ms: 250 } },
  ],
  checks: ['chunks-merge'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: '/count 12' });
    await world.clock.advance('700 ms');
    chat.say({ text: 'Well counted' });
    await chat.replied();
  },
});
