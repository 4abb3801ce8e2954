import { model, newTask, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('phase-archive/read-with-authorisation', {
  title: 'An archived session is for the user who started it: for others it does not exist, whoever replaced it',
  requirements: ['PHASE-10', 'SAFE-1'],
  needs: ['phases', 'time'],
  checks: ['archived-before-gone'],
  async play(world) {
    const bobs = await world.join('bobs', 'bob');
    const carols = await world.join('carols', 'carol');
    const taskId = await newTask(world);
    const { sessionId, ...asked } = await startPhase(bobs, { taskId, model: model('small') });
    await bobs.phases.say({ sessionId, content: 'For my eyes only.' });
    await world.frontend.phases.start({ ...asked, model: model('large') });
    await world.frontend.phases.confirm();
    await world.clock.advance('28 hours');
    for (const { phases } of [world.frontend, bobs, carols]) {
      await phases.export({ sessionId });
      await phases.readArchived({ sessionId });
    }
    await world.frontend.phases.readArchived({ sessionId: taskId });
  },
});
