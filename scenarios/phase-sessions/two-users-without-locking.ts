import { model, newTask, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('phase-sessions/two-users-without-locking', {
  title:
    'Without locks versions decide: of users who replace one session at once one wins, and the others get the same answer',
  requirements: ['PHASE-6', 'PHASE-2'],
  needs: ['tasks', 'phases'],
  checks: ['intent-names-what-it-replaces', 'one-visible-session', 'starts-follow-the-model', 'versions-respected'],
  async play(world) {
    const { frontend } = world;
    const [bobs, carols] = [await world.join('bobs', 'bob'), await world.join('carols', 'carol')];
    await frontend.phases.setLocking({ pessimistic: false });
    const taskId = await newTask(world);
    const { sessionId } = await startPhase(frontend, { taskId, model: model('sonnet') });
    await frontend.phases.begin({ sessionId });
    await frontend.phases.start({ taskId, phase: 'planning', model: model('opus') });
    await bobs.phases.start({ taskId, phase: 'planning', model: model('haiku') });
    await carols.phases.start({ taskId, phase: 'planning', model: model('opus', '2.0') });
    await world.atOnce(...[frontend, bobs, carols].map((tab) => () => tab.phases.confirm()));
    const debugged = await startPhase(frontend, { taskId, phase: 'debug', model: model('sonnet') });
    await frontend.phases.start({ taskId, phase: 'debug', model: model('opus') });
    await bobs.phases.begin({ sessionId: debugged.sessionId });
    await frontend.phases.confirm();
    await frontend.phases.list({ taskId });
    await bobs.phases.lookup({ taskId, phase: 'planning' });
  },
});
