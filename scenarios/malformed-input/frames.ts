import { scenario } from '../play/scenario.ts';

const frames = [
  'hello',
  '',
  'null',
  '[]',
  '{}',
  '{"type":"shout"}',
  '{"type":7}',
  '{"type":"subscribe"}',
  '{"type":"subscribe","sessionId":7,"after":null}',
  '{"type":"subscribe","sessionId":"nobody","after":0}',
  '{"type":"subscribe","sessionId":null,"after":-1}',
  '{"type":"ping","extra":"\0"}',
  `{"type":"ping","extra":"${'x'.repeat(200_000)}"}`,
  '['.repeat(100_000) + ']'.repeat(100_000),
];

export default scenario('malformed-input/frames', {
  title: 'A frame that makes no sense is answered with an error, and the socket and its subscription go on',
  requirements: ['SAFE-2'],
  needs: ['tasks', 'messages', 'events'],
  checks: ['malformed-refused', 'delivered-once-in-order'],
  async play(world) {
    const { frontend, clock } = world;
    const { projectId, sessionId } = await world.startTask('Listen.');
    const mumbler = world.caller('mumbler', world.userToken);
    const socket = await mumbler.open(projectId);
    socket.send({ type: 'subscribe', sessionId, after: null });
    // Each waits until all is quiet, not for its answer: it may be that none comes.
    for (const frame of frames) {
      socket.send(frame);
      await clock.settle();
    }
    await frontend.send({ sessionId, content: 'Do you hear me?' });
    await clock.settle();
  },
});
