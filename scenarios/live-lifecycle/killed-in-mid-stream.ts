import { scenario } from '../play/scenario.ts';

export default scenario('live-lifecycle/killed-in-mid-stream', {
  title: 'A process killed in mid-stream ends its sessions and their turns; the tab comes back and goes on',
  requirements: ['LIVE-11', 'LIVE-9'],
  needs: ['live', 'deferred', 'echo'],
  faults: [
    {
      where: { actor: 'caller:operator', operation: 'getLiveSession', nth: 1 },
      fault: { kind: 'process-killed', on: 'object', when: 'before' },
    },
  ],
  checks: ['one-terminal', 'reconnect-replays'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: '/count 30' });
    await world.clock.advance('600 ms');
    const { projectId, userToken } = world;
    await world.caller('operator', userToken).ask('getLiveSession', { projectId, sessionId: chat.sessionId ?? '' });
    await world.clock.advance('3 seconds');
    chat.say({ text: 'Are you back?' });
    await chat.replied();
  },
});
