import { scenario } from '../play/scenario.ts';

export default scenario('live-sharing/two-devices', {
  title: 'Sending from a second device takes over: the first is told, goes on watching, and can take it back',
  requirements: ['LIVE-13'],
  needs: ['live', 'deferred', 'echo'],
  checks: ['one-owner'],
  async play(world) {
    const { chat } = world.frontend;
    const phone = await world.join('phone');
    chat.say({ text: 'From the desk' });
    await chat.replied();
    phone.chat.open({ sessionId: chat.sessionId ?? '' });
    await phone.chat.ready();
    phone.chat.setMode({ mode: 'auto' });
    phone.chat.say({ text: 'From the phone' });
    await phone.chat.replied();
    chat.say({ text: 'From the desk again' });
    await chat.replied();
  },
});
