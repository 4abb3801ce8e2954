import { model, newTask, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('phase-lists/refused', {
  title:
    'A user whom the feed does not reach learns from each refusal what is there, and has the right list without a reload',
  requirements: ['PHASE-12', 'PHASE-2', 'PHASE-18'],
  needs: ['phases'],
  checks: ['lists-follow', 'warned-before-replacing'],
  async play(world) {
    const { frontend, clock } = world;
    const bobs = await world.join('bobs', 'bob');
    const taskId = await newTask(world);
    const { sessionId, ...asked } = await startPhase(frontend, { taskId, model: model('small') });
    await frontend.phases.begin({ sessionId });
    await frontend.phases.watch();
    await bobs.phases.watch();
    await bobs.phases.start({ ...asked, model: model('large') });
    bobs.closeSocket();
    await frontend.phases.start({ ...asked, model: model('huge') });
    const { value } = (await frontend.phases.confirm()) ?? {};
    await bobs.phases.confirm();
    await clock.settle();
    const current = value?.session.sessionId ?? '';
    await frontend.phases.cancel({ sessionId: current });
    await bobs.phases.finish({ sessionId: current, state: 'completed' });
    await clock.settle();
    await frontend.phases.deleteAll({ sessionIds: [current] });
    await bobs.phases.cancel({ sessionId: current });
    await clock.settle();
    bobs.reconnect();
    await clock.settle();
    await bobs.phases.list();
  },
});
