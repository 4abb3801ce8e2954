import { scenario } from '../play/scenario.ts';

export default scenario('double-send/sender-who-does-not-watch', {
  title: 'Whoever sends or interrupts hears the first frames of the loop it starts, without having watched before',
  requirements: ['LIVE-16'],
  needs: ['live', 'deferred', 'echo'],
  checks: ['sender-subscribed'],
  async play(world) {
    const caller = world.caller('script', world.userToken);
    const { projectId } = world;
    const [sent, interrupted] = [caller.uuid(), caller.uuid()];
    for (const sessionId of [sent, interrupted]) {
      await caller.ask('createLiveSession', { projectId, sessionId }, { body: {} });
    }
    const socket = await caller.connect(projectId);
    const ask = { clientMsgId: caller.uuid(), prompt: 'Hello' };
    await caller.say(socket, JSON.stringify({ type: 'send', sessionId: sent, ...ask, resume: false }));
    await caller.say(socket, JSON.stringify({ type: 'interrupt', sessionId: interrupted, ...ask }));
    await world.clock.advance('2 seconds');
  },
});
