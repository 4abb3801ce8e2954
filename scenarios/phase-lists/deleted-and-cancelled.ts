import { model, newTask, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

const four = ['planning', 'implementation', 'verification', 'debug'] as const;

export default scenario('phase-lists/deleted-and-cancelled', {
  title: 'What is cancelled stays in the lists as such, what is deleted leaves them, and nothing else moves',
  requirements: ['PHASE-12', 'PHASE-4', 'PHASE-14', 'PHASE-18'],
  needs: ['phases'],
  checks: ['ended-stays-ended', 'lists-follow', 'queries-constant', 'replaced-is-gone'],
  async play(world) {
    const { frontend, clock } = world;
    const { phases } = frontend;
    const { phases: bob } = await world.join('bobs', 'bob');
    const taskId = await newTask(world);
    await bob.watch();
    const ids = [];
    for (const phase of four)
      ids.push((await startPhase(frontend, { taskId, phase, model: model('small') })).sessionId);
    const [planned = '', built = '', verified = '', debugged = ''] = ids;
    await phases.watch();
    await phases.begin({ sessionId: built });
    await bob.cancel({ sessionId: planned });
    await phases.cancel({ sessionId: planned });
    await phases.metrics();
    await phases.deleteAll({ sessionIds: [verified] });
    await phases.metrics();
    await bob.deleteAll({ sessionIds: [planned, built, verified, taskId] });
    await phases.metrics();
    await clock.settle();
    for (const sessionId of [planned, built, debugged]) await phases.read({ sessionId });
    await phases.export({ sessionId: built });
    await phases.list();
    await bob.list({ taskId });
    await bob.lookup({ taskId, phase: 'implementation' });
  },
});
