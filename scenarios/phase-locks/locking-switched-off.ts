import { model, newTask, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('phase-locks/locking-switched-off', {
  title: 'Without locking nobody holds a session: replacing does not wait, and with locking again it does',
  requirements: ['PHASE-6', 'PHASE-5'],
  needs: ['tasks', 'phases'],
  checks: ['versions-respected', 'lock-respected'],
  async play(world) {
    const { frontend } = world;
    const bobs = await world.join('bobs', 'bob');
    const taskId = await newTask(world);
    const { sessionId } = await startPhase(frontend, { taskId, model: model('sonnet') });
    await bobs.phases.lock({ sessionId });
    await frontend.phases.setLocking({ pessimistic: false });
    await bobs.phases.renew({ sessionId });
    await bobs.phases.lock({ sessionId });
    await frontend.phases.start({ taskId, phase: 'planning', model: model('opus') });
    await frontend.phases.confirm();
    await frontend.phases.setLocking({ pessimistic: true });
    const { value } = await bobs.phases.lookup({ taskId, phase: 'planning' });
    await bobs.phases.lock({ sessionId: value?.sessionId ?? '' });
    await frontend.phases.lock({ sessionId: value?.sessionId ?? '' });
  },
});
