import { scenario } from '../play/scenario.ts';

export default scenario('live-reconnect/second-and-third-drop', {
  title: 'A second and a third drop are reconnected like the first, each after a second',
  requirements: ['WEB-8', 'LIVE-9'],
  needs: ['live', 'deferred', 'echo'],
  faults: [3, 9, 15].map((nth) => ({
    where: { actor: 'frontend', frame: 'chunk', nth },
    fault: { kind: 'socket-dropped' as const },
  })),
  checks: ['reconnects-bounded', 'reconnect-replays'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: '/count 45' });
    await chat.replied();
  },
});
