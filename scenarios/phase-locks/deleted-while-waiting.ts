import { model, newTask, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('phase-locks/deleted-while-waiting', {
  title:
    'A replacement that waits for a session which is then deleted is told that there is none any more, and starts anew',
  requirements: ['PHASE-5', 'PHASE-2', 'PHASE-4'],
  needs: ['tasks', 'phases'],
  checks: ['starts-follow-the-model', 'replaced-is-gone', 'lock-respected'],
  async play(world) {
    const { frontend } = world;
    const bobs = await world.join('bobs', 'bob');
    const taskId = await newTask(world);
    const { sessionId } = await startPhase(frontend, { taskId, model: model('sonnet') });
    await frontend.phases.start({ taskId, phase: 'planning', model: model('opus') });
    await bobs.phases.lock({ sessionId });
    const replaced = frontend.phases.confirm();
    await world.clock.advance('1 second');
    await bobs.phases.deleteAll({ sessionIds: [sessionId] });
    await replaced;
    await frontend.phases.lookup({ taskId, phase: 'planning' });
    await frontend.phases.start({ taskId, phase: 'planning', model: model('opus') });
    await bobs.phases.list({ taskId });
  },
});
