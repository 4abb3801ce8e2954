import { scenario } from '../play/scenario.ts';

const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;

export default scenario('live-sharing/malformed-frames', {
  title: 'Frames that make no sense are refused one by one, and the conversation goes on',
  requirements: ['SAFE-2'],
  needs: ['live', 'deferred', 'echo'],
  checks: ['malformed-refused'],
  async play(world) {
    const { projectId, userToken } = world;
    const caller = world.caller('clumsy', userToken);
    const sessionId = caller.uuid();
    await caller.ask('createLiveSession', { projectId, sessionId }, { body: {} });
    const socket = await caller.connect(projectId);
    const send = { type: 'send', sessionId, clientMsgId: caller.uuid(), resume: false };
    for (const frame of [
      'not json',
      '{}',
      'null',
      '{"type":"dance"}',
      '{"type":"watch","sessionId":7,"after":null}',
      JSON.stringify({ ...send, prompt: '' }),
      JSON.stringify({ ...send, prompt: 'nul \0 byte' }),
      JSON.stringify({ ...send, prompt: 'Hi', extra: true }),
      JSON.stringify({ ...send, prompt: 'x'.repeat(1024 * 1024 + 1) }),
      deep,
    ]) {
      await caller.say(socket, frame);
    }
    await caller.say(socket, JSON.stringify({ ...send, prompt: 'Now a good one' }));
    await world.clock.advance('2 seconds');
  },
});
