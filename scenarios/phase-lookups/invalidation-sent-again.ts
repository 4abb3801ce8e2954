import { model, newTask, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('phase-lookups/invalidation-sent-again', {
  title: 'An invalidation that is lost three times is sent a fourth time, also for several replacements in one request',
  requirements: ['PHASE-8'],
  needs: ['phases'],
  // One call to the project, then to the caches, side by side.
  faults: [2, 3, 4, 5, 6, 7].map((call) => ({
    where: { operation: 'replacePhaseSessions' },
    fault: { kind: 'object-unavailable', call },
  })),
  checks: ['replaced-is-gone'],
  async play(world) {
    const alice = world.frontend.phases;
    const { phases: bob } = await world.join('bobs', 'bob');
    const taskId = await newTask(world);
    const phases = ['planning', 'implementation'] as const;
    await alice.watch();
    for (const phase of phases) {
      await startPhase(world.frontend, { taskId, phase, model: model('small') });
      await alice.lookup({ taskId, phase });
      await bob.lookup({ taskId, phase });
    }
    await world.clock.settle();
    await alice.replaceAll({ items: phases.map((phase) => ({ taskId, phase, model: model('large') })) });
    for (const phase of phases) {
      await bob.lookup({ taskId, phase });
      await alice.lookup({ taskId, phase });
    }
  },
});
