import { scenario } from '../play/scenario.ts';

export default scenario('live-sharing/same-id-other-prompt', {
  title: 'The id of a prompt used again for another is refused, as message and as interrupt, and the first is kept',
  requirements: ['LIVE-12'],
  needs: ['live', 'deferred', 'echo'],
  checks: ['one-turn-per-message'],
  async play(world) {
    const { projectId, userToken } = world;
    const caller = world.caller('script', userToken);
    const [sessionId, clientMsgId] = [caller.uuid(), caller.uuid()];
    await caller.ask('createLiveSession', { projectId, sessionId }, { body: {} });
    const socket = await caller.connect(projectId);
    const ask = { sessionId, clientMsgId };
    await caller.say(socket, JSON.stringify({ type: 'send', ...ask, prompt: 'First', resume: false }));
    await world.clock.advance('1 second');
    await caller.say(socket, JSON.stringify({ type: 'send', ...ask, prompt: 'Second', resume: true }));
    await caller.say(socket, JSON.stringify({ type: 'interrupt', ...ask, prompt: 'Third' }));
    await caller.say(socket, JSON.stringify({ type: 'send', ...ask, prompt: 'First', resume: false }));
    await world.clock.advance('1 second');
  },
});
