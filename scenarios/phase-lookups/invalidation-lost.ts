import { model, newTask, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

/** Calls of the replacement: two to the project, one to the cache of each user, three more to that of the second. */
const toSecondCache = [4, 5, 6, 7];

export default scenario('phase-lookups/invalidation-lost', {
  title: 'Whose cache never hears of a replacement still finds the new session, as does whose cache was told',
  requirements: ['PHASE-8', 'PHASE-15'],
  needs: ['phases'],
  faults: toSecondCache.map((call) => ({
    where: { actor: 'frontend', operation: 'startPhase', nth: 3 },
    fault: { kind: 'object-unavailable', call },
  })),
  checks: ['replaced-is-gone', 'started-is-visible'],
  async play(world) {
    const alice = world.frontend.phases;
    const { phases: bob } = await world.join('bobs', 'bob');
    const taskId = await newTask(world);
    const asked = { taskId, phase: 'planning' } as const;
    await startPhase(world.frontend, { taskId, model: model('small') });
    await alice.lookup(asked);
    await bob.lookup(asked);
    await alice.start({ ...asked, model: model('large') });
    await alice.confirm();
    await bob.lookup(asked);
    await alice.lookup(asked);
    await bob.lookup(asked);
  },
});
