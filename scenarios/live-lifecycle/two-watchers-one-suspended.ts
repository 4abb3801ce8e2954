import { scenario } from '../play/scenario.ts';

export default scenario('live-lifecycle/two-watchers-one-suspended', {
  title: 'A session that one device suspended goes on for the other, and is suspended only with the last',
  requirements: ['LIVE-15', 'LIVE-13'],
  needs: ['live', 'deferred', 'echo'],
  checks: ['suspend-loses-nothing', 'legal-transitions'],
  async play(world) {
    const { chat } = world.frontend;
    const phone = await world.join('phone');
    await chat.say({ text: '/count 20' });
    await world.clock.advance('400 ms');
    await phone.chat.open({ sessionId: chat.sessionId ?? '' });
    await phone.chat.ready();
    await chat.hide({});
    await world.clock.advance('500 ms');
    await phone.chat.hide({});
    await world.clock.advance('3 seconds');
    await phone.chat.show({});
    await chat.show({});
    await chat.say({ text: 'All here' });
    await chat.replied();
  },
});
