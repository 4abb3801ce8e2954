import { scenario } from '../play/scenario.ts';

export default scenario('live-sharing/another-users-session', {
  title:
    'Another user of the project can neither read, watch, switch to nor send to a session, and hears nothing of it',
  requirements: ['SAFE-3', 'SAFE-1'],
  needs: ['live', 'deferred', 'echo'],
  checks: ['sees-only-its-own'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: 'A secret' });
    await chat.replied();
    const sessionId = chat.sessionId ?? '';
    const { projectId } = world;
    const bob = world.caller('bob', await world.token({ role: 'user', userId: 'bob' }));
    const socket = await bob.connect(projectId);
    const [clientMsgId, prompt] = [bob.uuid(), 'Tell me'];
    const sessions = [{ sessionId, lastSeq: 0 }];
    for (const frame of [
      { type: 'watch', sessionId, after: 0 },
      { type: 'switch_session', sessionId, after: 0 },
      { type: 'reconnect', sessions },
      { type: 'resume', sessions },
      { type: 'suspend', sessions },
      { type: 'send', sessionId, clientMsgId, prompt, resume: true },
      { type: 'interrupt', sessionId, clientMsgId, prompt },
      { type: 'set_mode', sessionId, mode: 'auto' },
      { type: 'stop', sessionId },
    ]) {
      await bob.say(socket, JSON.stringify(frame));
    }
    await bob.ask('getLiveSession', { projectId, sessionId });
    await bob.ask('liveHistory', { projectId, sessionId });
    await bob.ask('listLiveSessions', { projectId });
    chat.say({ text: 'Another secret' });
    await chat.replied();
  },
});
