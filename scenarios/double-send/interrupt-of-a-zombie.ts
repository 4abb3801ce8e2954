import { scenario } from '../play/scenario.ts';

export default scenario('double-send/interrupt-of-a-zombie', {
  title: 'An interrupt of an ended session is not given to a loop that only memory knows of',
  requirements: ['LIVE-8', 'LIVE-1', 'LIVE-7'],
  needs: ['live', 'deferred', 'echo'],
  faults: [
    { where: { actor: 'frontend', frame: 'interrupt', nth: 1 }, fault: { kind: 'registry-diverged', how: 'stale' } },
  ],
  checks: ['routed-by-the-table', 'one-loop-alive'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: 'Hello' });
    await chat.replied();
    chat.stop({});
    await world.clock.advance('2 seconds');
    chat.interrupt({ text: 'Are you alive?' });
    await chat.replied();
  },
});
