import { scenario } from '../play/scenario.ts';

export default scenario('double-send/registry-stale', {
  title: 'A message to an ended session is not given to a loop that only memory knows of',
  requirements: ['LIVE-1', 'LIVE-7'],
  needs: ['live', 'deferred', 'echo'],
  faults: [{ where: { actor: 'frontend', frame: 'send', nth: 2 }, fault: { kind: 'registry-diverged', how: 'stale' } }],
  checks: ['routed-by-the-table', 'one-loop-alive'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: 'Hello' });
    await chat.replied();
    chat.stop({});
    await world.clock.advance('2 seconds');
    chat.say({ text: 'Hello again' });
    await chat.replied();
  },
});
