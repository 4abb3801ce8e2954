import { scenario } from '../play/scenario.ts';

export default scenario('first-message/send-refused', {
  title: 'A message that the provider refuses is shown as refused, its text kept, and nothing streams on',
  requirements: ['WEB-19'],
  needs: ['live', 'deferred', 'echo'],
  checks: ['errors-shown'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: 'Hello' });
    await chat.replied();
    chat.say({ text: 'x'.repeat(100 * 1024 + 1) });
    await chat.until(({ notice }) => notice !== null);
    chat.say({ text: 'Something shorter' });
    await chat.replied();
  },
});
