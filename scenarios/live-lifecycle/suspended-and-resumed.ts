import { scenario } from '../play/scenario.ts';

export default scenario('live-lifecycle/suspended-and-resumed', {
  title: 'A tab hidden in mid-stream and shown again has lost nothing and gets nothing twice',
  requirements: ['LIVE-15', 'LIVE-10'],
  needs: ['live', 'deferred', 'echo', 'time'],
  checks: ['suspend-loses-nothing', 'legal-transitions'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: '/count 12' });
    await world.clock.advance('500 ms');
    chat.hide({});
    await world.clock.advance('500 ms');
    chat.show({});
    await chat.replied();
    chat.hide({});
    await world.clock.advance('1 minute');
    chat.show({});
    chat.say({ text: 'Here again' });
    await chat.replied();
  },
});
