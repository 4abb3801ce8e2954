import { model, newTask, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

const turn = (nth: number) => ({ operation: 'alarm', containing: 'PhaseArchive', nth });

export default scenario('phase-archive/killed-in-a-run', {
  title: 'A run that is killed between keeping and removing, and again after removing, archives each session once',
  requirements: ['PHASE-10'],
  needs: ['phases', 'time'],
  faults: [
    { where: turn(1), fault: { kind: 'process-killed', on: 'object', call: 4, when: 'before' } },
    { where: turn(2), fault: { kind: 'object-crashed', on: 'object', call: 3, when: 'after' } },
  ],
  checks: ['archived-before-gone', 'archived-on-schedule'],
  async play(world) {
    const { frontend, clock } = world;
    const { phases } = frontend;
    const taskId = await newTask(world);
    const planned = await startPhase(frontend, { taskId, phase: 'planning', model: model('small') });
    const built = await startPhase(frontend, { taskId, phase: 'implementation', model: model('small') });
    const sessionIds = [planned.sessionId, built.sessionId];
    for (const sessionId of sessionIds) await phases.say({ sessionId, content: 'Still here?' });
    await phases.deleteAll({ sessionIds });
    await clock.advance('27 hours');
    for (const until of ['30 seconds', '1 hour', '1 day']) {
      await clock.advance(until);
      for (const sessionId of sessionIds) {
        await phases.export({ sessionId });
        await phases.readArchived({ sessionId });
      }
      await phases.archiveRuns();
    }
  },
});
