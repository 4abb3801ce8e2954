import { scenario } from '../play/scenario.ts';

export default scenario('double-send/registry-lost', {
  title:
    'A message to a session whose loop was lost from memory ends what was left of it and is answered by a new loop',
  requirements: ['LIVE-1', 'LIVE-11'],
  needs: ['live', 'deferred', 'echo'],
  faults: [{ where: { actor: 'frontend', frame: 'send', nth: 2 }, fault: { kind: 'registry-diverged', how: 'lost' } }],
  checks: ['one-terminal', 'routed-by-the-table'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: '/hang' });
    await world.clock.advance('400 ms');
    chat.say({ text: 'Hello?', whileRunning: 'send' });
    await chat.replied();
  },
});
