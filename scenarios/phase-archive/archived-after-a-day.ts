import { model, newTask, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('phase-archive/archived-after-a-day', {
  title: 'A replaced session is exported from the store for a day, and after the next run of 3:00 from the archive',
  requirements: ['PHASE-10', 'PHASE-4', 'PHASE-16'],
  needs: ['phases', 'time'],
  checks: ['archived-before-gone', 'archived-on-schedule', 'counters-true'],
  async play(world) {
    const { phases } = world.frontend;
    const taskId = await newTask(world);
    const { sessionId, ...asked } = await startPhase(world.frontend, { taskId, model: model('small') });
    await phases.say({ sessionId, content: 'Measure twice.' });
    await phases.say({ sessionId, content: 'Cut once.' });
    await phases.start({ ...asked, model: model('large') });
    await phases.confirm();
    await phases.readArchived({ sessionId });
    await world.clock.advance('26 hours');
    await phases.export({ sessionId });
    await phases.archiveRuns();
    await world.clock.advance('2 hours');
    await phases.export({ sessionId });
    await phases.readArchived({ sessionId });
    await phases.archiveRuns();
    await phases.metrics();
  },
});
