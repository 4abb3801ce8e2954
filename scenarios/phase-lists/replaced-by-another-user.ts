import { model, newTask, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('phase-lists/replaced-by-another-user', {
  title: 'A replacement is in the lists of both users without a reload, as are messages, titles and ends',
  requirements: ['PHASE-12', 'PHASE-4', 'PHASE-2'],
  needs: ['phases'],
  checks: ['lists-follow', 'phase-events-once'],
  async play(world) {
    const { frontend, clock } = world;
    const bobs = await world.join('bobs', 'bob');
    const taskId = await newTask(world);
    const other = await startPhase(frontend, { taskId, phase: 'debug', model: model('small') });
    await frontend.phases.watch();
    await bobs.phases.watch();
    const { sessionId, ...asked } = await startPhase(frontend, { taskId, model: model('small') });
    await frontend.phases.say({ sessionId, content: 'This is the plan.' });
    await clock.settle();
    await bobs.phases.start({ ...asked, model: model('large') });
    await bobs.phases.confirm();
    await clock.settle();
    await bobs.phases.rename({ sessionId: other.sessionId, title: 'Why does it leak?' });
    await frontend.phases.begin({ sessionId: other.sessionId });
    await bobs.phases.finish({ sessionId: other.sessionId, state: 'failed' });
    await clock.settle();
    await frontend.phases.list();
    await bobs.phases.list({ taskId });
  },
});
