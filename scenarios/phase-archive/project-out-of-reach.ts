import { model, newTask, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('phase-archive/project-out-of-reach', {
  title:
    'A deletion of which the archive does not hear at once, and a batch that it does not get, are archived all the same',
  requirements: ['PHASE-10', 'PHASE-4'],
  needs: ['phases', 'time'],
  faults: [
    { where: { operation: 'alarm', containing: 'ProjectData', nth: 1 }, fault: { kind: 'object-unavailable' } },
    { where: { operation: 'alarm', containing: 'ProjectData', nth: 2 }, fault: { kind: 'storage-write-failed' } },
    { where: { operation: 'alarm', containing: 'PhaseArchive', nth: 1 }, fault: { kind: 'answer-lost-after-commit' } },
  ],
  checks: ['archived-before-gone', 'archived-on-schedule'],
  async play(world) {
    const { frontend, clock } = world;
    const { phases } = frontend;
    const taskId = await newTask(world);
    const { sessionId } = await startPhase(frontend, { taskId, model: model('small') });
    await phases.say({ sessionId, content: 'Do not forget me.' });
    await phases.deleteAll({ sessionIds: [sessionId] });
    await clock.advance('27 hours');
    await clock.advance('30 seconds');
    await phases.export({ sessionId });
    await clock.advance('1 hour');
    await phases.export({ sessionId });
    await phases.readArchived({ sessionId });
    await phases.archiveRuns();
  },
});
