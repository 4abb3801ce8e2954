import { model, newTask, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('phase-sessions/other-model-dismissed', {
  title:
    'A user who is asked and does not agree, or goes on to another phase, loses nothing: the session goes on with its model',
  requirements: ['PHASE-2'],
  needs: ['tasks', 'phases'],
  checks: ['warned-before-replacing', 'starts-follow-the-model', 'one-visible-session'],
  async play(world) {
    const { phases } = world.frontend;
    const taskId = await newTask(world);
    const { sessionId } = await startPhase(world.frontend, { taskId, model: model('sonnet') });
    await phases.begin({ sessionId });
    await phases.start({ taskId, phase: 'planning', model: model('opus') });
    phases.dismiss();
    await phases.say({ sessionId, content: 'Stay with me.' });
    await phases.start({ taskId, phase: 'planning', model: model('sonnet') });
    await phases.start({ taskId, phase: 'planning', model: model('opus') });
    await phases.start({ taskId, phase: 'debug', model: model('opus') });
    await phases.confirm();
    await phases.messages({ sessionId });
    await phases.list({ taskId });
  },
});
