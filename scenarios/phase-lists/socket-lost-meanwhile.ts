import { model, newTask, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('phase-lists/socket-lost-meanwhile', {
  title: 'A list whose socket broke in the middle of a replacement catches up with it, and with what came after',
  requirements: ['PHASE-12', 'PHASE-18'],
  needs: ['phases', 'time'],
  faults: [
    { where: { actor: 'frontend:bobs', frame: 'phase.deleted', nth: 1 }, fault: { kind: 'socket-dropped' } },
    { where: { actor: 'frontend', frame: 'phase.started', nth: 2 }, fault: { kind: 'duplicate' } },
  ],
  checks: ['lists-follow', 'phase-events-once'],
  async play(world) {
    const { frontend, clock } = world;
    const bobs = await world.join('bobs', 'bob');
    const taskId = await newTask(world);
    await frontend.phases.watch();
    await bobs.phases.watch();
    const { sessionId, ...asked } = await startPhase(frontend, { taskId, model: model('small') });
    await frontend.phases.say({ sessionId, content: 'Go on.' });
    await frontend.phases.start({ ...asked, model: model('large') });
    await frontend.phases.confirm();
    await startPhase(frontend, { taskId, phase: 'debug', model: model('small') });
    await clock.advance('10 seconds');
    await frontend.phases.list();
    await bobs.phases.list();
  },
});
