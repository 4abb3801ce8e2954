import { model, newTask, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('phase-locks/holder-dies', {
  title: 'The lock of a holder that died is free five seconds after it was taken',
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
    await world.clock.advance('2 seconds');
    await frontend.phases.lock({ sessionId });
    // Four seconds are over: the fifth ends within its patience.
    await frontend.phases.confirm();
    await frontend.phases.lookup({ taskId, phase: 'planning' });
  },
});
