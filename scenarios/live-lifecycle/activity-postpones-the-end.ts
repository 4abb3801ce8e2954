import { scenario } from '../play/scenario.ts';

export default scenario('live-lifecycle/activity-postpones-the-end', {
  title: 'The 48 hours begin again with every message, and do not run out under a running turn',
  requirements: ['LIVE-5'],
  needs: ['live', 'deferred', 'echo', 'time'],
  checks: ['idle-ended'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: 'Monday' });
    await chat.replied();
    await world.clock.advance('40 hours');
    chat.say({ text: 'Tuesday' });
    await chat.replied();
    await world.clock.advance('40 hours');
    chat.say({ text: '/hang' });
    await world.clock.advance('60 hours');
    chat.interrupt({ text: 'Enough' });
    await chat.replied();
    await world.clock.advance('49 hours');
  },
});
