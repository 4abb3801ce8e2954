import { scenario } from '../play/scenario.ts';

export default scenario('first-message/refused-then-tried-again', {
  title: 'A first message that is refused leaves its record: trying again only sends, and so does a shorter one',
  requirements: ['WEB-19', 'WEB-2'],
  needs: ['live', 'deferred', 'echo'],
  checks: ['created-once', 'errors-shown', 'first-without-resume'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: 'x'.repeat(100 * 1024 + 1) });
    await chat.until(({ notice }) => notice !== null);
    chat.retry({});
    await chat.until(({ notice }) => notice !== null);
    chat.say({ text: 'Something shorter' });
    await chat.replied();
  },
});
