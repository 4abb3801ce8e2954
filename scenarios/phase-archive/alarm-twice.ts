import { model, newTask, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('phase-archive/alarm-twice', {
  title: 'A run whose alarm rings twice is one run, and what it archives it archives once',
  requirements: ['PHASE-10', 'PHASE-16'],
  needs: ['phases', 'time'],
  faults: [
    { where: { operation: 'alarm', containing: 'PhaseArchive', nth: 1 }, fault: { kind: 'alarm-twice' } },
    { where: { operation: 'alarm', containing: 'ProjectData', nth: 1 }, fault: { kind: 'alarm-twice' } },
  ],
  checks: ['archived-on-schedule', 'counters-true'],
  async play(world) {
    const { frontend, clock } = world;
    const { phases } = frontend;
    const taskId = await newTask(world);
    const { sessionId, ...asked } = await startPhase(frontend, { taskId, model: model('small') });
    await phases.start({ ...asked, model: model('small'), parameters: { max_tokens: 100 } });
    await phases.confirm();
    await clock.advance('28 hours');
    await phases.archiveRuns();
    await phases.readArchived({ sessionId });
    await phases.metrics();
  },
});
