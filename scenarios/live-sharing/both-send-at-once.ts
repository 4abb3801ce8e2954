import { scenario } from '../play/scenario.ts';

export default scenario('live-sharing/both-send-at-once', {
  title: 'Two devices that send at the same moment start one loop, and each is answered once',
  requirements: ['LIVE-13', 'LIVE-7', 'LIVE-14'],
  needs: ['live', 'deferred', 'echo'],
  checks: ['one-loop-alive', 'replied-once'],
  async play(world) {
    const { chat } = world.frontend;
    const phone = await world.join('phone');
    chat.say({ text: 'Hello' });
    await chat.replied();
    phone.chat.open({ sessionId: chat.sessionId ?? '' });
    await phone.chat.ready();
    chat.stop({});
    await world.clock.advance('2 seconds');
    await world.atOnce(
      async () => chat.say({ text: 'From the desk' }),
      async () => phone.chat.say({ text: 'From the phone' }),
    );
    await chat.replied();
    await phone.chat.replied();
  },
});
