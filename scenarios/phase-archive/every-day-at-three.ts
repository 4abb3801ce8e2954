import { model, newTask, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('phase-archive/every-day-at-three', {
  title: 'Each run takes what was deleted a day before it and leaves what is younger to the run of the next day',
  requirements: ['PHASE-10'],
  needs: ['phases', 'time'],
  checks: ['archived-before-gone', 'archived-on-schedule'],
  async play(world) {
    const { frontend, clock } = world;
    const { phases } = frontend;
    const taskId = await newTask(world);
    const early = await startPhase(frontend, { taskId, phase: 'planning', model: model('small') });
    const late = await startPhase(frontend, { taskId, phase: 'debug', model: model('small') });
    await phases.say({ sessionId: late.sessionId, content: 'Later.' });
    await clock.advance('2 hours');
    await phases.deleteAll({ sessionIds: [early.sessionId] });
    await clock.advance('2 hours');
    await phases.deleteAll({ sessionIds: [late.sessionId] });
    for (const until of ['22 hours', '2 hours', '22 hours', '2 hours', '1 day']) {
      await clock.advance(until);
      await phases.archiveRuns();
      for (const { sessionId } of [early, late]) {
        await phases.export({ sessionId });
        await phases.readArchived({ sessionId });
      }
    }
    await phases.metrics();
  },
});
