import { scenario } from '../play/scenario.ts';

export default scenario('live-sharing/same-message-at-once', {
  title: 'One prompt that arrives twice at the same moment, over two connections, is one turn',
  requirements: ['LIVE-12'],
  needs: ['live', 'deferred', 'echo'],
  checks: ['one-turn-per-message'],
  async play(world) {
    const { projectId, userToken } = world;
    const caller = world.caller('script', userToken);
    const [sessionId, clientMsgId] = [caller.uuid(), caller.uuid()];
    await caller.ask('createLiveSession', { projectId, sessionId }, { body: {} });
    const sockets = [await caller.connect(projectId), await world.caller('again', userToken).connect(projectId)];
    const frame = { type: 'send', sessionId, clientMsgId, prompt: 'Once', resume: false };
    await world.atOnce(...sockets.map((socket) => async () => socket.send(JSON.stringify(frame))));
    await world.clock.advance('2 seconds');
  },
});
