import { model, newTask, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('phase-locks/replaced-while-modified', {
  title:
    'While another user holds a session its replacement waits two seconds and is then refused; once it is free it succeeds',
  requirements: ['PHASE-5', 'PHASE-9'],
  needs: ['tasks', 'phases'],
  checks: ['lock-respected'],
  async play(world) {
    const { frontend } = world;
    const bobs = await world.join('bobs', 'bob');
    const taskId = await newTask(world);
    const { sessionId } = await startPhase(frontend, { taskId, model: model('sonnet') });
    await frontend.phases.start({ taskId, phase: 'planning', model: model('opus') });
    await bobs.phases.lock({ sessionId });
    await frontend.phases.confirm();
    await frontend.phases.lookup({ taskId, phase: 'planning' });
    await bobs.phases.unlock({ sessionId });
    await frontend.phases.confirm();
    await frontend.phases.lookup({ taskId, phase: 'planning' });
  },
});
