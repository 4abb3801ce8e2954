import { scenario } from '../play/scenario.ts';

export default scenario('live-lifecycle/two-watchers-one-suspended', {
  title: 'A session that one device suspended goes on for the other, and is suspended only with the last',
  requirements: ['LIVE-15', 'LIVE-13'],
  needs: ['live', 'deferred', 'echo'],
  checks: ['suspend-loses-nothing', 'legal-transitions'],
  async play(world) {
    const { chat } = world.frontend;
    const phone = await world.join('phone');
    chat.say({ text: '/count 20' });
    await world.clock.advance('400 ms');
    phone.chat.open({ sessionId: chat.sessionId ?? '' });
    await phone.chat.ready();
    chat.hide({});
    await world.clock.advance('500 ms');
    phone.chat.hide({});
    await world.clock.advance('3 seconds');
    phone.chat.show({});
    chat.show({});
    chat.say({ text: 'All here' });
    await chat.replied();
  },
});
