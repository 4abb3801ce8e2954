import { model, newTask, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('phase-lookups/counters', {
  title: 'Each thing that is counted is counted once, when it happens, and nothing else is',
  requirements: ['PHASE-16', 'PHASE-3', 'PHASE-5'],
  needs: ['phases', 'time'],
  checks: ['counters-true', 'lock-respected'],
  async play(world) {
    const { phases } = world.frontend;
    const { phases: other } = await world.join('bobs', 'bob');
    const taskId = await newTask(world);
    const asked = { taskId, phase: 'implementation' } as const;
    await phases.metrics();
    await startPhase(world.frontend, { ...asked, model: model('small') });
    const replace = async (version: string, parameters = {}) => {
      await phases.start({ ...asked, model: model('large', version), parameters });
      return phases.confirm();
    };
    for (const [version, parameters] of [['1.0'], ['2.0'], ['2.0', { temperature: 1 }]] as const) {
      await phases.lookup(asked);
      await replace(version, parameters);
      await phases.metrics();
    }
    await phases.lookup(asked);
    const { value } = await phases.lookup(asked);
    const sessionId = value?.sessionId ?? '';
    await phases.lock({ sessionId });
    await other.lock({ sessionId });
    await Promise.all([
      other.lock({ sessionId }),
      world.clock.advance('1 second').then(() => phases.unlock({ sessionId })),
    ]);
    await other.lookup({ taskId, phase: 'debug' });
    await phases.deleteAll({ sessionIds: [sessionId] });
    await world.clock.advance('2 days');
    await phases.metrics();
  },
});
