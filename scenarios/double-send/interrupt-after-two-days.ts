import { scenario } from '../play/scenario.ts';

export default scenario('double-send/interrupt-after-two-days', {
  title: 'An interrupt of a session that was idle for 48 hours resumes it',
  requirements: ['LIVE-5', 'LIVE-8'],
  needs: ['live', 'deferred', 'echo', 'time'],
  checks: ['idle-ended', 'interrupt-at-once'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: 'Good night' });
    await chat.replied();
    await world.clock.advance('49 hours');
    chat.interrupt({ text: 'Wake up' });
    await chat.replied();
  },
});
