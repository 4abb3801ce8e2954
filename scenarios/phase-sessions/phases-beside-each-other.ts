import { phases } from '../../contracts/wire/index.ts';
import { model, newTask, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('phase-sessions/phases-beside-each-other', {
  title: 'Each phase of each task has a session of its own: replacing or deleting one touches no other',
  requirements: ['PHASE-2', 'PHASE-4'],
  needs: ['tasks', 'phases'],
  checks: ['one-visible-session', 'replaced-is-gone'],
  async play(world) {
    const { phases: panel } = world.frontend;
    const [shed, fence] = [await newTask(world), await newTask(world, 'Paint the fence.')];
    for (const taskId of [shed, fence]) {
      for (const phase of phases) await startPhase(world.frontend, { taskId, phase, model: model('sonnet') });
    }
    await panel.start({ taskId: shed, phase: 'debug', model: model('opus') });
    await panel.confirm();
    const { value } = await panel.lookup({ taskId: fence, phase: 'planning' });
    await panel.deleteAll({ sessionIds: [value?.sessionId ?? ''] });
    for (const taskId of [shed, fence]) await panel.list({ taskId });
    await panel.list({ limit: 3 });
    for (const phase of phases) await panel.lookup({ taskId: fence, phase });
  },
});
