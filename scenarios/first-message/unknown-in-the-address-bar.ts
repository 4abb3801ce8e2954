import { scenario } from '../play/scenario.ts';

export default scenario('first-message/unknown-in-the-address-bar', {
  title: 'A well-formed id that nobody knows is a session not created yet; its first message creates it',
  requirements: ['WEB-6', 'WEB-1'],
  needs: ['live', 'deferred', 'echo'],
  checks: ['unknown-is-not-created'],
  async play(world) {
    const { chat } = world.frontend;
    chat.open({ sessionId: world.caller('dice').uuid() });
    chat.say({ text: 'Hello' });
    await chat.replied();
  },
});
