import { model, newTask, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('phase-sessions/creation-fails-in-the-middle', {
  title:
    'When a new session cannot be written the old one stays visible and running, and trying again replaces it though a cache cannot be told',
  requirements: ['PHASE-13', 'PHASE-9'],
  needs: ['tasks', 'phases'],
  faults: [
    { where: { actor: 'frontend', operation: 'startPhase', nth: 3 }, fault: { kind: 'storage-write-failed', call: 2 } },
    { where: { actor: 'frontend', operation: 'startPhase', nth: 5 }, fault: { kind: 'object-unavailable', call: 3 } },
  ],
  checks: ['replacement-whole', 'failures-have-their-text', 'users-read-their-text', 'one-visible-session'],
  async play(world) {
    const { frontend } = world;
    const bobs = await world.join('bobs', 'bob');
    const taskId = await newTask(world);
    const { sessionId } = await startPhase(frontend, { taskId, model: model('sonnet') });
    await frontend.phases.say({ sessionId, content: 'Measure twice.' });
    await frontend.phases.start({ taskId, phase: 'planning', model: model('opus') });
    await frontend.phases.confirm();
    for (const tab of [frontend, bobs]) await tab.phases.lookup({ taskId, phase: 'planning' });
    await bobs.phases.say({ sessionId, content: 'Cut once.' });
    await frontend.phases.list({ taskId });
    await frontend.phases.start({ taskId, phase: 'planning', model: model('opus') });
    await frontend.phases.confirm();
    await bobs.phases.lookup({ taskId, phase: 'planning' });
  },
});
