import { everybody } from '../play/everybody.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('live-sharing/operations-of-everybody', {
  title: 'A live session is for its user alone, and a terminal for users of the project',
  requirements: ['SAFE-1', 'SAFE-3'],
  needs: ['live', 'deferred', 'echo'],
  checks: ['access-kept', 'sees-only-its-own'],
  async play(world) {
    const { chat } = world.frontend;
    chat.say({ text: 'Hello' });
    await chat.replied();
    const params = { projectId: world.projectId, sessionId: chat.sessionId ?? '' };
    for (const { kind, caller } of await everybody(world, world.caller('maker').uuid())) {
      caller.as(kind);
      await caller.ask('getLiveSession', params);
      await caller.ask('liveHistory', params);
      await caller.ask('createLiveSession', params, { body: {} });
      await caller.ask('listLiveSessions', { projectId: world.projectId });
      await caller.open(world.projectId, 'live');
      await caller.open(world.projectId, 'terminal');
    }
  },
});
