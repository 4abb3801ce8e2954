import { model, newTask, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

/** The first turn fetches the batch and then reads the session; each of the others reads it at once. */
const reads = [2, 1, 1, 1];

export default scenario('phase-archive/storage-fails-until-dead-letter', {
  title: 'A session that cannot be read is tried after 1, 5 and 15 minutes, and is given up without being lost',
  requirements: ['PHASE-10', 'PHASE-16'],
  needs: ['phases', 'time'],
  faults: reads.map((call, turn) => ({
    where: { operation: 'alarm', containing: 'PhaseArchive', nth: turn + 1 },
    fault: { kind: 'object-unavailable', call },
  })),
  checks: ['archived-before-gone', 'archived-on-schedule', 'counters-true'],
  async play(world) {
    const { frontend, clock } = world;
    const { phases } = frontend;
    const taskId = await newTask(world);
    const { sessionId } = await startPhase(frontend, { taskId, model: model('small') });
    await phases.say({ sessionId, content: 'Keep me.' });
    await phases.deleteAll({ sessionIds: [sessionId] });
    await clock.advance('27 hours');
    for (const until of ['30 seconds', '5 minutes', '15 minutes', '1 minute', '1 day']) {
      await clock.advance(until);
      await phases.archiveRuns();
      await phases.export({ sessionId });
    }
    await phases.readArchived({ sessionId });
    await phases.metrics();
  },
});
