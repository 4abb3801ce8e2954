import { scenario } from '../play/scenario.ts';

export default scenario('first-message/record-removed-meanwhile', {
  title: 'A first message that comes after its record was removed is refused once, and the next attempt makes it again',
  requirements: ['WEB-19', 'WEB-1'],
  needs: ['live', 'deferred', 'echo', 'time'],
  checks: ['errors-shown', 'created-once'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: 'x'.repeat(100 * 1024 + 1) });
    await chat.until(({ notice }) => notice !== null);
    await world.clock.advance('11 minutes');
    chat.say({ text: 'Something shorter' });
    await chat.until(({ notice }) => notice !== null);
    chat.retry({});
    await world.clock.advance('2 seconds');
  },
});
