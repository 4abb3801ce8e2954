import { model, newTask, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('phase-lookups/two-users-two-caches', {
  title: 'What one user does to a session is in the next lookup of the other, whose cache is another one',
  requirements: ['PHASE-15', 'PHASE-8', 'PHASE-4', 'PHASE-18'],
  needs: ['phases'],
  checks: ['replaced-is-gone', 'started-is-visible'],
  async play(world) {
    const alice = world.frontend.phases;
    const { phases: bob } = await world.join('bobs', 'bob');
    const taskId = await newTask(world);
    const asked = { taskId, phase: 'verification' } as const;
    const both = async () => {
      await bob.lookup(asked);
      await alice.lookup(asked);
    };
    await both();
    const { sessionId } = await startPhase(world.frontend, { ...asked, model: model('small') });
    await both();
    await alice.say({ sessionId, content: 'Does it hold?' });
    await both();
    await bob.finish({ sessionId, state: 'completed' });
    await both();
    await alice.deleteAll({ sessionIds: [sessionId] });
    await both();
    await bob.start({ ...asked, model: model('small') });
    await both();
  },
});
