import { scenario } from '../play/scenario.ts';

export default scenario('live-lifecycle/dropped-while-suspended', {
  title: 'A hidden tab whose socket breaks goes on where it was when it is shown again',
  requirements: ['LIVE-15', 'LIVE-9'],
  needs: ['live', 'deferred', 'echo'],
  faults: [{ where: { actor: 'frontend', frame: 'suspended', nth: 1 }, fault: { kind: 'socket-dropped' } }],
  checks: ['suspend-loses-nothing'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: '/count 12' });
    await world.clock.advance('500 ms');
    chat.hide({});
    await world.clock.advance('5 seconds');
    chat.show({});
    chat.say({ text: 'Here again' });
    await chat.replied();
  },
});
