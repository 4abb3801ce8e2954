import { model, newTask, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

const turn = (nth: number) => ({ operation: 'alarm', containing: 'PhaseArchive', nth });

export default scenario('phase-archive/too-long', {
  title: 'A run that is kept from its work for more than six hours ends with an alarm, and its work is done',
  requirements: ['PHASE-10', 'PHASE-16'],
  needs: ['phases', 'time'],
  faults: [
    { where: turn(1), fault: { kind: 'object-unavailable', call: 1 } },
    { where: turn(2), fault: { kind: 'alarm-late', ms: 7 * 3_600_000 } },
  ],
  checks: ['archived-on-schedule', 'counters-true'],
  async play(world) {
    const { frontend, clock } = world;
    const { phases } = frontend;
    const taskId = await newTask(world);
    const { sessionId } = await startPhase(frontend, { taskId, model: model('small') });
    await phases.deleteAll({ sessionIds: [sessionId] });
    await clock.advance('28 hours');
    await phases.archiveRuns();
    await phases.export({ sessionId });
    await clock.advance('7 hours');
    await phases.archiveRuns();
    await phases.readArchived({ sessionId });
    await phases.metrics();
  },
});
