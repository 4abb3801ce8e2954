import { model, newTask, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('phase-locks/renewed', {
  title:
    'A lock that is renewed is held for another five seconds, and one that has ended is neither renewed nor frees another',
  requirements: ['PHASE-5'],
  needs: ['tasks', 'phases', 'time'],
  checks: ['lock-respected'],
  async play(world) {
    const { frontend } = world;
    const bobs = await world.join('bobs', 'bob');
    const taskId = await newTask(world);
    const { sessionId } = await startPhase(frontend, { taskId, model: model('sonnet') });
    await frontend.phases.start({ taskId, phase: 'planning', model: model('opus') });
    await bobs.phases.lock({ sessionId });
    await world.clock.advance('4 seconds');
    await bobs.phases.renew({ sessionId });
    await frontend.phases.confirm();
    await bobs.phases.renew({ sessionId });
    await world.clock.advance('5 seconds');
    await frontend.phases.lock({ sessionId });
    await bobs.phases.renew({ sessionId });
    await bobs.phases.lock({ sessionId });
    await world.clock.advance('3 seconds');
    await bobs.phases.lock({ sessionId });
    // Whose lock has ended frees no other that was taken since.
    await frontend.phases.unlock({ sessionId });
    await frontend.phases.lock({ sessionId });
  },
});
