import { model, newTask, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('phase-lookups/cache-forgets', {
  title: 'A cache that is evicted, reset or out of reach costs a lookup its time or its answer, and never the truth',
  requirements: ['PHASE-8', 'PHASE-16', 'PHASE-9'],
  needs: ['phases'],
  faults: [
    { where: { operation: 'lookupPhase', nth: 2 }, fault: { kind: 'object-evicted' } },
    { where: { operation: 'lookupPhase', nth: 4 }, fault: { kind: 'object-reset' } },
    { where: { operation: 'lookupPhase', nth: 6 }, fault: { kind: 'object-unavailable', call: 2 } },
  ],
  checks: ['counters-true', 'failures-have-their-text'],
  async play(world) {
    const { phases } = world.frontend;
    const taskId = await newTask(world);
    const asked = { taskId, phase: 'planning' } as const;
    await startPhase(world.frontend, { taskId, model: model('small') });
    for (let lookups = 0; lookups < 7; lookups += 1) await phases.lookup(asked);
    await phases.metrics();
  },
});
