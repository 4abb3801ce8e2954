import { model, newTask, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('phase-sessions/same-model-twice', {
  title: 'A phase that is started again with its model is the session that it has, for its user and for others',
  requirements: ['PHASE-1'],
  needs: ['tasks', 'phases'],
  checks: ['starts-follow-the-model', 'one-visible-session'],
  async play(world) {
    const { frontend } = world;
    const bobs = await world.join('bobs', 'bob');
    const taskId = await newTask(world);
    const start = { taskId, phase: 'planning' as const, model: model('sonnet') };
    const { sessionId } = await startPhase(frontend, start);
    await frontend.phases.start(start);
    await frontend.phases.say({ sessionId, content: 'Where do we begin?' });
    await bobs.phases.start(start);
    await bobs.phases.lookup({ taskId, phase: 'planning' });
    await bobs.phases.list({ taskId });
  },
});
