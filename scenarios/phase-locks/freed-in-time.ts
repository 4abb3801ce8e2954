import { model, newTask, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('phase-locks/freed-in-time', {
  title: 'A replacement that waits goes on as soon as the session is freed',
  requirements: ['PHASE-5'],
  needs: ['tasks', 'phases'],
  checks: ['lock-respected'],
  async play(world) {
    const { frontend } = world;
    const bobs = await world.join('bobs', 'bob');
    const taskId = await newTask(world);
    const { sessionId } = await startPhase(frontend, { taskId, model: model('sonnet') });
    await frontend.phases.start({ taskId, phase: 'planning', model: model('opus') });
    await bobs.phases.lock({ sessionId });
    const replaced = frontend.phases.confirm();
    await world.clock.advance('1 second');
    await bobs.phases.unlock({ sessionId });
    await replaced;
    await bobs.phases.lookup({ taskId, phase: 'planning' });
    await bobs.phases.list({ taskId });
  },
});
