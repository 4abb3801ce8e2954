import { model, newTask, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('phase-sessions/deleted-model-replaced', {
  title: 'The session of a deleted model is replaced like any other, and nothing is replaced with a deleted model',
  requirements: ['PHASE-7', 'PHASE-2'],
  needs: ['tasks', 'phases'],
  checks: ['deleted-model', 'warned-before-replacing', 'one-visible-session'],
  async play(world) {
    const { phases } = world.frontend;
    const taskId = await newTask(world);
    const { sessionId } = await startPhase(world.frontend, { taskId, model: model('sonnet') });
    await phases.begin({ sessionId });
    await phases.deleteModel({ modelId: 'opus' });
    await phases.start({ taskId, phase: 'planning', model: model('opus') });
    await phases.deleteModel({ modelId: 'sonnet' });
    await phases.finish({ sessionId, state: 'failed' });
    await phases.start({ taskId, phase: 'planning', model: model('haiku') });
    await phases.confirm();
    await phases.list({ taskId });
    await phases.lookup({ taskId, phase: 'planning' });
  },
});
