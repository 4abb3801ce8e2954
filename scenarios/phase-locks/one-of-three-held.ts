import { model, newTask, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('phase-locks/one-of-three-held', {
  title:
    'Of several sessions that are replaced together the one that somebody holds is refused after two seconds, and no other',
  requirements: ['PHASE-5'],
  needs: ['tasks', 'phases'],
  checks: ['lock-respected', 'one-visible-session'],
  async play(world) {
    const { frontend } = world;
    const bobs = await world.join('bobs', 'bob');
    const taskId = await newTask(world);
    const start = (phase: 'planning' | 'debug' | 'verification') =>
      startPhase(frontend, { taskId, phase, model: model('sonnet') });
    const started = [await start('planning'), await start('debug'), await start('verification')];
    await bobs.phases.lock({ sessionId: started[1]?.sessionId ?? '' });
    const items = started.map(({ taskId, phase, ...replace }) => ({ taskId, phase, model: model('opus'), replace }));
    await frontend.phases.replaceAll({ items });
    await bobs.phases.list({ taskId });
    await bobs.phases.unlock({ sessionId: started[1]?.sessionId ?? '' });
    await frontend.phases.replaceAll({ items });
    await bobs.phases.list({ taskId });
  },
});
