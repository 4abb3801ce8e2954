import { model, newTask, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('phase-lists/both-replace-at-once', {
  title: 'Of two users who replace a session at once both see, without a reload, the one that won',
  requirements: ['PHASE-12', 'PHASE-2', 'PHASE-16'],
  needs: ['phases'],
  checks: ['intent-names-what-it-replaces', 'lists-follow'],
  async play(world) {
    const { phases } = world.frontend;
    const { phases: bob } = await world.join('bobs', 'bob');
    const taskId = await newTask(world);
    await phases.watch();
    await bob.watch();
    const { sessionId, version, ...asked } = await startPhase(world.frontend, { taskId, model: model('small') });
    await world.clock.settle();
    await phases.start({ ...asked, model: model('large') });
    await bob.start({ ...asked, model: model('small'), parameters: { reasoning_effort: 'high' } });
    await world.atOnce(
      () => phases.confirm(),
      () => bob.confirm(),
    );
    await world.clock.settle();
    await phases.list();
    await bob.list();
    await bob.read({ sessionId });
    await phases.metrics();
  },
});
