import { scenario } from '../play/scenario.ts';

export default scenario('live-lifecycle/stopped-while-starting', {
  title: 'A session stopped while it is starting ends at once, its prompt interrupted, and can be resumed',
  requirements: ['LIVE-10', 'LIVE-14'],
  needs: ['live', 'deferred', 'echo'],
  checks: ['legal-transitions', 'one-terminal'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: 'Hello' });
    await chat.until(({ firstSent }) => firstSent);
    chat.stop({});
    await world.clock.settle();
    chat.say({ text: 'Hello again' });
    await chat.replied();
  },
});
