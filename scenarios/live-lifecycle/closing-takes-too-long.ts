import { scenario } from '../play/scenario.ts';

export default scenario('live-lifecycle/closing-takes-too-long', {
  title: 'A closing session whose reply never ends has ended ten minutes later',
  requirements: ['LIVE-10', 'LIVE-11', 'LIVE-7'],
  needs: ['live', 'deferred', 'echo', 'time'],
  checks: ['one-terminal', 'legal-transitions'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: '/hang' });
    await world.clock.advance('500 ms');
    chat.stop({});
    await world.clock.advance('11 minutes');
  },
});
