import { scenario } from '../play/scenario.ts';

export default scenario('live-lifecycle/evicted-in-mid-stream', {
  title: 'An object evicted in mid-stream ends its sessions and their turns; the next message resumes',
  requirements: ['LIVE-11', 'LIVE-10'],
  needs: ['live', 'deferred', 'echo'],
  faults: [
    { where: { actor: 'caller:operator', operation: 'getLiveSession', nth: 1 }, fault: { kind: 'object-evicted' } },
  ],
  checks: ['one-terminal', 'legal-transitions'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: '/count 30' });
    await world.clock.advance('600 ms');
    const { projectId, userToken } = world;
    await world.caller('operator', userToken).ask('getLiveSession', { projectId, sessionId: chat.sessionId ?? '' });
    await world.clock.advance('1 second');
    chat.say({ text: 'Are you back?' });
    await chat.replied();
  },
});
