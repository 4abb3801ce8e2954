import { scenario } from '../play/scenario.ts';

export default scenario('double-send/send-from-elsewhere', {
  title: 'A message from elsewhere to a session that nobody watches goes to its loop, and kills no reply',
  requirements: ['LIVE-1', 'LIVE-16'],
  needs: ['live', 'deferred', 'echo'],
  checks: ['ends-for-a-reason', 'sender-subscribed'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: '/count 8' });
    await world.clock.advance('400 ms');
    const sessionId = chat.sessionId ?? '';
    chat.close({});
    await world.clock.settle();
    const caller = world.caller('script', world.userToken);
    const socket = await caller.connect(world.projectId);
    const ask = { sessionId, clientMsgId: caller.uuid(), prompt: 'And this', resume: true };
    await caller.say(socket, JSON.stringify({ type: 'send', ...ask }));
    await world.clock.advance('4 seconds');
  },
});
