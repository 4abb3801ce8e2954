import { scenario } from '../play/scenario.ts';

export default scenario('first-message/never-sent', {
  title: 'A record whose first message never came is in no list, and is gone after ten minutes',
  requirements: ['WEB-1'],
  needs: ['live', 'deferred', 'time'],
  checks: ['empty-sessions-vanish'],
  async play(world) {
    const { projectId, userToken } = world;
    const caller = world.caller('script', userToken);
    const params = { projectId, sessionId: caller.uuid() };
    await caller.ask('createLiveSession', params, { body: {} });
    await caller.ask('listLiveSessions', { projectId });
    await caller.ask('getLiveSession', params);
    await world.clock.advance('11 minutes');
    await caller.ask('getLiveSession', params);
    await caller.ask('listLiveSessions', { projectId });
  },
});
