import { model, newTask, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

/** Calls that read the first session: after the batch was fetched, and then alone. */
const reads = [2, 1, 1, 1];

export default scenario('phase-archive/too-many-errors', {
  title: 'A run that gives up more than one session of twenty ends with an alarm, and archives the others',
  requirements: ['PHASE-10', 'PHASE-16'],
  needs: ['phases', 'time'],
  faults: reads.map((call, turn) => ({
    where: { operation: 'alarm', containing: 'PhaseArchive', nth: turn + 1 },
    fault: { kind: 'object-overloaded', call },
  })),
  checks: ['archived-before-gone', 'archived-on-schedule', 'counters-true'],
  async play(world) {
    const { frontend, clock } = world;
    const { phases } = frontend;
    const taskId = await newTask(world);
    const made = [];
    for (const phase of ['planning', 'implementation', 'verification'] as const)
      made.push(await startPhase(frontend, { taskId, phase, model: model('small') }));
    const sessionIds = made.map(({ sessionId }) => sessionId);
    await phases.deleteAll({ sessionIds });
    await clock.advance('27 hours');
    await phases.archiveRuns();
    await clock.advance('30 minutes');
    await phases.archiveRuns();
    for (const sessionId of sessionIds) {
      await phases.export({ sessionId });
      await phases.readArchived({ sessionId });
    }
    await phases.metrics();
  },
});
