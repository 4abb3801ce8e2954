import { model, newTask, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('phase-archive/kept-for-a-year', {
  title: 'What was archived is read for a year, to its last minute, and then it is purged',
  requirements: ['PHASE-10'],
  needs: ['phases', 'time'],
  checks: ['archived-before-gone'],
  async play(world) {
    const { frontend, clock } = world;
    const { phases } = frontend;
    const taskId = await newTask(world);
    const { sessionId } = await startPhase(frontend, { taskId, model: model('small') });
    await phases.say({ sessionId, content: 'See you next year.' });
    await phases.deleteAll({ sessionIds: [sessionId] });
    await clock.advance('28 hours');
    await phases.readArchived({ sessionId });
    await clock.advance('32 days');
    await phases.readArchived({ sessionId });
    await clock.advance('332 days');
    await clock.advance('22 hours');
    await phases.readArchived({ sessionId });
    await clock.advance('2 hours');
    await phases.readArchived({ sessionId });
    await phases.export({ sessionId });
  },
});
