import { phases } from '../../contracts/wire/index.ts';
import { model, newTask } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('phase-sessions/same-model-at-once', {
  title: 'Three tabs of two users that start a phase at once with one model make one session',
  requirements: ['PHASE-1', 'PHASE-15'],
  needs: ['tasks', 'phases'],
  checks: ['starts-follow-the-model', 'one-visible-session'],
  async play(world) {
    const tabs = [world.frontend, await world.join('phone'), await world.join('bobs', 'bob')];
    const taskId = await newTask(world);
    for (const phase of phases) {
      await world.atOnce(...tabs.map((tab) => () => tab.phases.start({ taskId, phase, model: model('opus') })));
    }
    await world.frontend.phases.list({ taskId });
  },
});
