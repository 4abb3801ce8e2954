import { scenario } from '../play/scenario.ts';

export default scenario('double-send/gap-before-the-first-send', {
  title: 'What a session emits between the switch to it and the first message arrives',
  requirements: ['LIVE-3'],
  needs: ['live', 'deferred', 'echo'],
  checks: ['switch-subscribes'],
  async play(world) {
    const { chat } = world.frontend;
    const phone = await world.join('phone');
    chat.say({ text: 'Hello' });
    await chat.replied();
    const sessionId = chat.sessionId ?? '';
    chat.switchTo({ sessionId: null });
    chat.switchTo({ sessionId });
    phone.chat.open({ sessionId });
    phone.chat.say({ text: 'From the phone' });
    await phone.chat.replied();
    chat.say({ text: 'From the desk' });
    await chat.replied();
  },
});
