import { scenario } from '../play/scenario.ts';

export default scenario('live-sharing/asked-before-connected', {
  title: 'Whoever asks before its hello was checked hears nothing, whether the token turns out good or not',
  requirements: ['SAFE-3', 'WEB-9', 'WEB-14'],
  needs: ['live', 'deferred', 'echo'],
  checks: ['sees-only-its-own', 'nothing-before-connected'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: 'A secret' });
    await chat.replied();
    const sessionId = chat.sessionId ?? '';
    const { projectId, userToken } = world;
    for (const token of [userToken, 'a-token-that-nobody-ever-made']) {
      const caller = world.caller(token === userToken ? 'hasty' : 'stranger', token);
      const socket = await caller.open(projectId, 'live');
      const watch = JSON.stringify({ type: 'watch', sessionId, after: 0 });
      socket.send(watch);
      socket.send(JSON.stringify({ type: 'hello', protocolVersion: 1, token, sessionId: null }));
      socket.send(watch);
      await world.clock.settle();
    }
    chat.say({ text: 'Another secret' });
    await chat.replied();
  },
});
