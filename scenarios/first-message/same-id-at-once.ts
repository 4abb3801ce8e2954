import { scenario } from '../play/scenario.ts';

export default scenario('first-message/same-id-at-once', {
  title: 'A record made twice at the same moment under one id is one session',
  requirements: ['WEB-16'],
  needs: ['live', 'deferred', 'echo'],
  checks: ['one-record-per-id'],
  async play(world) {
    const { projectId, userToken } = world;
    const caller = world.caller('double-click', userToken);
    const params = { projectId, sessionId: caller.uuid() };
    const create = () => caller.ask('createLiveSession', params, { body: {} });
    await world.atOnce(create, create);
    const socket = await caller.connect(projectId);
    const send = { type: 'send', sessionId: params.sessionId, clientMsgId: caller.uuid(), prompt: 'Hi', resume: false };
    await caller.say(socket, JSON.stringify(send));
    await caller.heard({ type: 'message_complete' });
    await caller.ask('createLiveSession', params, { body: { mode: 'auto' } });
    await caller.ask('listLiveSessions', { projectId });
  },
});
