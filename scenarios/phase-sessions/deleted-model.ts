import { model, newTask, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('phase-sessions/deleted-model', {
  title:
    'A session whose model was deleted stays listed and looked up as such, runs nothing until the model is back, and the refusal names it',
  requirements: ['PHASE-7'],
  needs: ['tasks', 'phases'],
  checks: ['deleted-model'],
  async play(world) {
    const { frontend } = world;
    const { phases } = frontend;
    const bobs = await world.join('bobs', 'bob');
    const taskId = await newTask(world);
    const { sessionId } = await startPhase(frontend, { taskId, model: model('sonnet') });
    await phases.lookup({ taskId, phase: 'planning' });
    await bobs.phases.deleteModel({ modelId: 'sonnet' });
    await phases.list({ taskId });
    await phases.lookup({ taskId, phase: 'planning' });
    await phases.read({ sessionId });
    await phases.start({ taskId, phase: 'planning', model: model('sonnet') });
    await phases.start({ taskId, phase: 'debug', model: model('sonnet', '2.0') });
    const debugged = await startPhase(frontend, { taskId, phase: 'debug', model: model('opus') });
    await phases.replaceAll({ items: [{ ...debugged, model: model('sonnet'), replace: debugged }] });
    await phases.say({ sessionId, content: 'Are you there?' });
    await phases.begin({ sessionId });
    await bobs.phases.restoreModel({ modelId: 'sonnet' });
    await phases.say({ sessionId, content: 'And now?' });
    await phases.lookup({ taskId, phase: 'planning' });
  },
});
