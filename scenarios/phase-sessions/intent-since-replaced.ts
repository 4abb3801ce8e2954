import { model, newTask, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('phase-sessions/intent-since-replaced', {
  title:
    'Who agreed to lose a session that somebody else has replaced meanwhile loses nothing else, and is asked again',
  requirements: ['PHASE-2', 'PHASE-12'],
  needs: ['tasks', 'phases', 'events'],
  checks: ['intent-names-what-it-replaces', 'warned-before-replacing', 'one-visible-session'],
  async play(world) {
    const { frontend } = world;
    const bobs = await world.join('bobs', 'bob');
    const taskId = await newTask(world);
    await frontend.phases.watch();
    await startPhase(bobs, { taskId, model: model('sonnet') });
    await frontend.phases.start({ taskId, phase: 'planning', model: model('opus') });
    await bobs.phases.start({ taskId, phase: 'planning', model: model('haiku') });
    await bobs.phases.confirm();
    await world.clock.settle();
    await frontend.phases.confirm();
    await frontend.phases.lookup({ taskId, phase: 'planning' });
    await frontend.phases.start({ taskId, phase: 'planning', model: model('opus') });
    await frontend.phases.confirm();
    await world.clock.settle();
  },
});
