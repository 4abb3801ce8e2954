import { model, newTask, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('phase-sessions/cancelled-stays-cancelled', {
  title:
    'A session is cancelled before anything was said in it, once however often, and cannot be finished or spoken to any more',
  requirements: ['PHASE-18'],
  needs: ['tasks', 'phases', 'events'],
  checks: ['ended-stays-ended'],
  async play(world) {
    const { frontend } = world;
    const { phases } = frontend;
    await phases.watch();
    const taskId = await newTask(world);
    const { sessionId } = await startPhase(frontend, { taskId, model: model('sonnet') });
    await phases.finish({ sessionId, state: 'completed' });
    await phases.cancel({ sessionId });
    await phases.cancel({ sessionId });
    await phases.finish({ sessionId, state: 'completed' });
    await phases.finish({ sessionId, state: 'failed' });
    await phases.say({ sessionId, content: 'Wake up!' });
    await phases.begin({ sessionId });
    await phases.read({ sessionId });
    await world.clock.settle();
  },
});
