import { model, newTask, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

/** Calls of the replacement: two to the project, then four to each of the two caches. */
const toCaches = [3, 4, 5, 6, 7, 8, 9, 10];

export default scenario('phase-lookups/invalidation-lost-four-times', {
  title: 'With every invalidation lost to both caches, no lookup returns the replaced session',
  requirements: ['PHASE-8', 'PHASE-4'],
  needs: ['phases'],
  faults: toCaches.map((call) => ({
    where: { actor: 'frontend:bobs', operation: 'startPhase', nth: 2 },
    fault: { kind: 'object-overloaded', call },
  })),
  checks: ['counters-true', 'replaced-is-gone'],
  async play(world) {
    const alice = world.frontend.phases;
    const { phases: bob } = await world.join('bobs', 'bob');
    const taskId = await newTask(world);
    const asked = { taskId, phase: 'debug' } as const;
    const { sessionId } = await startPhase(world.frontend, { ...asked, model: model('small') });
    await alice.say({ sessionId, content: 'Where does it hurt?' });
    await alice.lookup(asked);
    await bob.lookup(asked);
    await bob.start({ ...asked, model: model('small', '2.0') });
    await bob.confirm();
    await alice.lookup(asked);
    await bob.lookup(asked);
    await alice.metrics();
  },
});
