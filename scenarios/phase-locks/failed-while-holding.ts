import { model, newTask, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

const failed = { kind: 'database-failed', call: 1 } as const;
const replacement = (nth: number) => ({ actor: 'frontend', operation: 'startPhase', nth });

export default scenario('phase-locks/failed-while-holding', {
  title: 'A replacement that fails frees the session at once, and when it cannot even do that, five seconds later',
  requirements: ['PHASE-5', 'PHASE-9', 'PHASE-13'],
  needs: ['tasks', 'phases', 'time'],
  faults: [
    { where: replacement(3), fault: failed },
    { where: replacement(4), fault: failed },
    { where: replacement(4), fault: { kind: 'object-unavailable', call: 2 } },
  ],
  checks: ['lock-respected', 'replacement-whole', 'failures-have-their-text'],
  async play(world) {
    const { frontend } = world;
    const bobs = await world.join('bobs', 'bob');
    const taskId = await newTask(world);
    const { sessionId } = await startPhase(frontend, { taskId, model: model('sonnet') });
    await frontend.phases.start({ taskId, phase: 'planning', model: model('opus') });
    await frontend.phases.confirm();
    await bobs.phases.lock({ sessionId });
    await bobs.phases.unlock({ sessionId });
    await frontend.phases.confirm();
    await bobs.phases.lock({ sessionId });
    await world.clock.advance('3 seconds');
    await frontend.phases.confirm();
    await bobs.phases.lookup({ taskId, phase: 'planning' });
  },
});
