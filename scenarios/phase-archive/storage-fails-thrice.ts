import { model, newTask, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

const turn = (nth: number) => ({ operation: 'alarm', containing: 'PhaseArchive', nth });

export default scenario('phase-archive/storage-fails-thrice', {
  title:
    'A session that is not read, then not removed, and then removed unheard of is archived once, as it was kept first',
  requirements: ['PHASE-10', 'PHASE-16'],
  needs: ['phases', 'time'],
  faults: [
    { where: turn(1), fault: { kind: 'object-unavailable', call: 2 } },
    { where: turn(2), fault: { kind: 'storage-write-failed', call: 2 } },
    { where: turn(3), fault: { kind: 'answer-lost-after-commit', call: 2 } },
  ],
  checks: ['archived-before-gone', 'archived-on-schedule', 'counters-true'],
  async play(world) {
    const { frontend, clock } = world;
    const { phases } = frontend;
    const taskId = await newTask(world);
    const { sessionId } = await startPhase(frontend, { taskId, model: model('small') });
    await phases.say({ sessionId, content: 'Once is enough.' });
    await phases.deleteAll({ sessionIds: [sessionId] });
    await clock.advance('27 hours');
    for (const until of ['30 seconds', '1 minute', '5 minutes', '15 minutes']) {
      await clock.advance(until);
      await phases.export({ sessionId });
      await phases.readArchived({ sessionId });
      await phases.archiveRuns();
    }
    await phases.metrics();
  },
});
