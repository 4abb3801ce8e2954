import { everybody } from '../play/everybody.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('authorisation/migration', {
  title: 'Only an administrator puts in what the old version stored, and migrates it',
  requirements: ['SAFE-1'],
  needs: ['migration'],
  checks: ['access-kept'],
  async play(world) {
    const { projectId } = world;
    for (const { kind, caller } of await everybody(world, world.caller('anybody').uuid())) {
      await caller.as(kind).ask('importLegacyRuns', { projectId }, { body: { chats: [], tasks: [] } });
      await caller.as(kind).ask('migrateRuns', { projectId }, { body: { step: 'expand' } });
      await caller.as(kind).ask('migrateRuns', { projectId }, { body: { step: 'backfill' } });
    }
  },
});
