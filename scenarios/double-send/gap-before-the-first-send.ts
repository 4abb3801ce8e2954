import { scenario } from '../play/scenario.ts';

export default scenario('double-send/gap-before-the-first-send', {
  title: 'What a session emits between the switch to it and the first message arrives',
  requirements: ['LIVE-3'],
  needs: ['live', 'deferred', 'echo'],
  checks: ['switch-subscribes'],
  async play(world) {
    const { chat } = world.frontend;
    const phone = await world.join('phone');
    await chat.say({ text: 'Hello' });
    await chat.replied();
    const sessionId = chat.sessionId ?? '';
    await chat.switchTo({ sessionId: null });
    await chat.switchTo({ sessionId });
    await phone.chat.open({ sessionId });
    await phone.chat.say({ text: 'From the phone' });
    await phone.chat.replied();
    await chat.say({ text: 'From the desk' });
    await chat.replied();
  },
});
