import { model, newTask, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('phase-sessions/other-model-asks-first', {
  title:
    'Another model is refused with what it would replace; the user is warned, agrees, and the new session takes its place',
  requirements: ['PHASE-2', 'PHASE-4'],
  needs: ['tasks', 'phases'],
  checks: ['warned-before-replacing', 'intent-names-what-it-replaces', 'one-visible-session', 'replaced-is-gone'],
  async play(world) {
    const { frontend } = world;
    const bobs = await world.join('bobs', 'bob');
    const taskId = await newTask(world);
    const { sessionId } = await startPhase(frontend, { taskId, model: model('sonnet') });
    await frontend.phases.say({ sessionId, content: 'Draw the roof.' });
    await frontend.phases.lookup({ taskId, phase: 'planning' });
    await bobs.phases.start({ taskId, phase: 'planning', model: model('opus') });
    await bobs.phases.confirm();
    for (const tab of [frontend, bobs]) {
      await tab.phases.lookup({ taskId, phase: 'planning' });
      await tab.phases.list({ taskId });
    }
    await frontend.phases.read({ sessionId });
    await frontend.phases.export({ sessionId });
  },
});
