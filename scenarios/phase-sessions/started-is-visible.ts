import { model, newTask, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('phase-sessions/started-is-visible', {
  title: 'A session that was started is in every list and lookup of every user at once',
  requirements: ['PHASE-15'],
  needs: ['tasks', 'phases'],
  checks: ['started-is-visible'],
  async play(world) {
    const { frontend } = world;
    const bobs = await world.join('bobs', 'bob');
    const taskId = await newTask(world);
    for (const tab of [frontend, bobs]) await tab.phases.lookup({ taskId, phase: 'planning' });
    await startPhase(frontend, { taskId, model: model('sonnet') });
    for (const tab of [bobs, frontend]) {
      await tab.phases.list();
      await tab.phases.lookup({ taskId, phase: 'planning' });
    }
    await bobs.phases.start({ taskId, phase: 'planning', model: model('opus') });
    await bobs.phases.confirm();
    for (const tab of [bobs, frontend]) {
      await tab.phases.lookup({ taskId, phase: 'planning' });
      await tab.phases.list({ taskId });
    }
  },
});
