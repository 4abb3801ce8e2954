import { scenario } from '../play/scenario.ts';

export default scenario('live-reconnect/cursor-ahead', {
  title: 'A cursor ahead of the session is answered as invalid, and the whole session follows',
  requirements: ['LIVE-9'],
  needs: ['live', 'deferred', 'echo'],
  checks: ['reconnect-replays'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: 'Hello' });
    await chat.replied();
    const caller = world.caller('old-tab', world.userToken);
    const socket = await caller.connect(world.projectId);
    const sessions = [{ sessionId: chat.sessionId, lastSeq: 1000 }];
    await caller.say(socket, JSON.stringify({ type: 'reconnect', sessions }));
    await caller.say(socket, JSON.stringify({ type: 'watch', sessionId: chat.sessionId, after: 1000 }));
    chat.say({ text: 'And on' });
    await chat.replied();
  },
});
