import { scenario } from '../play/scenario.ts';

export default scenario('live-reconnect/to-a-zombie', {
  title: 'A tab that comes back to an ended session is not told that it runs because memory has a loop for it',
  requirements: ['LIVE-9', 'LIVE-1'],
  needs: ['live', 'deferred', 'echo'],
  faults: [
    { where: { actor: 'frontend', frame: 'stopping', nth: 1 }, fault: { kind: 'socket-dropped' } },
    {
      where: { actor: 'frontend', frame: 'reconnect', nth: 1 },
      fault: { kind: 'registry-diverged', how: 'stale' },
    },
  ],
  checks: ['routed-by-the-table', 'reconnect-replays'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: 'Hi' });
    await chat.replied();
    chat.stop({});
    await world.clock.advance('5 seconds');
  },
});
