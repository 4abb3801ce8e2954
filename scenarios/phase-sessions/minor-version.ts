import { model, newTask } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('phase-sessions/minor-version', {
  title: 'Another minor version is no other model: the session is the one that is there, as it is',
  requirements: ['PHASE-3', 'PHASE-1'],
  needs: ['tasks', 'phases'],
  checks: ['starts-follow-the-model', 'one-visible-session'],
  async play(world) {
    const { phases } = world.frontend;
    const taskId = await newTask(world);
    await phases.start({ taskId, phase: 'planning', model: model('sonnet', '4.5') });
    for (const version of ['4.6', '4.50', '4.0']) {
      await phases.start({ taskId, phase: 'planning', model: model('sonnet', version) });
      await phases.confirm();
    }
    await phases.lookup({ taskId, phase: 'planning' });
  },
});
