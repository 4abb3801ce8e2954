import { scenario } from '../play/scenario.ts';

export default scenario('first-message/taken-id-in-the-address-bar', {
  title: "A first message under another user's id is refused and kept, and the next attempt has an id of its own",
  requirements: ['WEB-19', 'WEB-16', 'SAFE-3'],
  needs: ['live', 'deferred', 'echo', 'time'],
  checks: ['created-once', 'errors-shown', 'sees-only-its-own'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: 'Mine' });
    await chat.replied();
    const bob = await world.join('bobs', 'bob');
    bob.chat.open({ sessionId: chat.sessionId ?? '' });
    await world.clock.advance('1 second');
    bob.chat.say({ text: 'Whose is this?' });
    await bob.chat.until(({ notice }) => notice !== null);
    bob.chat.retry({});
    await world.clock.advance('2 seconds');
  },
});
