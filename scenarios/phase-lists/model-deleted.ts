import { model, newTask, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('phase-lists/model-deleted', {
  title: 'The sessions of a deleted model stay in both lists and lookups as such, until it is restored',
  requirements: ['PHASE-12', 'PHASE-7', 'PHASE-8'],
  needs: ['phases'],
  checks: ['deleted-model', 'lists-follow'],
  async play(world) {
    const { frontend, clock } = world;
    const { phases } = frontend;
    const { phases: bob } = await world.join('bobs', 'bob');
    const taskId = await newTask(world);
    await phases.watch();
    await bob.watch();
    await startPhase(frontend, { taskId, phase: 'planning', model: model('small') });
    await startPhase(frontend, { taskId, phase: 'debug', model: model('large') });
    for (const change of ['deleteModel', 'restoreModel'] as const) {
      await bob.lookup({ taskId, phase: 'debug' });
      await phases[change]({ modelId: 'large' });
      await clock.settle();
      await bob.lookup({ taskId, phase: 'debug' });
      await phases.lookup({ taskId, phase: 'planning' });
      await bob.list();
    }
  },
});
