import { model, newTask, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('phase-lookups/looked-up-while-replaced', {
  title: 'A lookup that overtakes a replacement on its way leaves nothing old behind in the cache',
  requirements: ['PHASE-8', 'PHASE-2'],
  needs: ['phases'],
  checks: ['intent-names-what-it-replaces', 'replaced-is-gone'],
  async play(world) {
    const alice = world.frontend.phases;
    const { phases: bob } = await world.join('bobs', 'bob');
    const { phases: carol } = await world.join('carols', 'carol');
    const taskId = await newTask(world);
    const asked = { taskId, phase: 'planning' } as const;
    await startPhase(world.frontend, { taskId, model: model('small') });
    await alice.start({ ...asked, model: model('large') });
    await world.atOnce(
      () => alice.confirm(),
      () => bob.lookup(asked),
      () => carol.lookup(asked),
      () => alice.lookup(asked),
    );
    for (const user of [bob, carol, alice]) await user.lookup(asked);
  },
});
