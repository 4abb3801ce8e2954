import { scenario } from '../play/scenario.ts';

export default scenario('first-message/id-of-another-user', {
  title: "Another user's id is refused and changes nothing, and so is an id that is no UUID",
  requirements: ['WEB-16'],
  needs: ['live', 'deferred', 'echo'],
  checks: ['one-record-per-id'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: 'Mine' });
    await chat.replied();
    const params = { projectId: world.projectId, sessionId: chat.sessionId ?? '' };
    const bob = world.caller('bob', await world.token({ role: 'user', userId: 'bob' }));
    await bob.ask('createLiveSession', params, { body: { mode: 'auto' } });
    await bob.ask('createLiveSession', { ...params, sessionId: 'my-session' }, { body: {} });
    chat.say({ text: 'Still mine' });
    await chat.replied();
  },
});
