import { model, newTask, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('phase-lists/late-frames', {
  title: 'A user whose feed lags sees after a refusal what is there, and what comes late takes nothing of it back',
  requirements: ['PHASE-12', 'PHASE-2'],
  needs: ['phases', 'time'],
  faults: ['phase.changed', 'phase.deleted', 'phase.started'].map((frame) => ({
    where: { actor: 'frontend:bobs', frame },
    fault: { kind: 'delay', ms: 60_000 } as const,
  })),
  checks: ['lists-follow', 'phase-events-once'],
  async play(world) {
    const { frontend, clock } = world;
    const bobs = await world.join('bobs', 'bob');
    const taskId = await newTask(world);
    const { sessionId, ...asked } = await startPhase(frontend, { taskId, model: model('small') });
    await frontend.phases.begin({ sessionId });
    await frontend.phases.watch();
    await bobs.phases.watch();
    await bobs.phases.start({ ...asked, model: model('large') });
    await frontend.phases.start({ ...asked, model: model('huge') });
    await frontend.phases.confirm();
    await bobs.phases.confirm();
    await clock.settle();
    await frontend.phases.list();
    await bobs.phases.list();
    await bobs.phases.cancel({ sessionId });
    await clock.advance('2 minutes');
    await bobs.phases.list();
  },
});
