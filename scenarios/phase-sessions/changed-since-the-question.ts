import { model, newTask, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('phase-sessions/changed-since-the-question', {
  title: 'Who agreed to lose a session as it was does not lose it as it has become: it was begun meanwhile',
  requirements: ['PHASE-2', 'PHASE-6'],
  needs: ['tasks', 'phases', 'events'],
  checks: ['starts-follow-the-model', 'versions-respected', 'warned-before-replacing'],
  async play(world) {
    const { frontend } = world;
    const bobs = await world.join('bobs', 'bob');
    const taskId = await newTask(world);
    await frontend.phases.watch();
    const { sessionId } = await startPhase(bobs, { taskId, phase: 'implementation', model: model('sonnet') });
    await frontend.phases.start({ taskId, phase: 'implementation', model: model('opus') });
    await bobs.phases.say({ sessionId, content: 'Saw the planks.' });
    await world.clock.settle();
    await frontend.phases.confirm();
    await frontend.phases.lookup({ taskId, phase: 'implementation' });
    await bobs.phases.messages({ sessionId });
    await world.clock.settle();
  },
});
