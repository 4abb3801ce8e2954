import { model, newTask } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('phase-sessions/major-version', {
  title: 'Another major version is another model, also where its first digit is the same',
  requirements: ['PHASE-3', 'PHASE-2'],
  needs: ['tasks', 'phases'],
  checks: ['starts-follow-the-model', 'intent-names-what-it-replaces', 'warned-before-replacing'],
  async play(world) {
    const { phases } = world.frontend;
    const taskId = await newTask(world);
    await phases.start({ taskId, phase: 'verification', model: model('sonnet', '1.5') });
    for (const version of ['10.5', '10.6', '2.5', '1.5']) {
      await phases.start({ taskId, phase: 'verification', model: model('sonnet', version) });
      await phases.confirm();
      await phases.lookup({ taskId, phase: 'verification' });
    }
  },
});
