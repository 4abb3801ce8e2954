import { model, newTask } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('phase-sessions/failure-texts', {
  title: 'A store that is out of reach is told in the words meant for users, under an id, and nothing has happened',
  requirements: ['PHASE-9'],
  needs: ['tasks', 'phases'],
  faults: [
    { where: { operation: 'startPhase', nth: 1 }, fault: { kind: 'object-unavailable', call: 1 } },
    { where: { operation: 'startPhase', nth: 2 }, fault: { kind: 'object-overloaded', call: 1 } },
    { where: { operation: 'startPhase', nth: 3 }, fault: { kind: 'database-failed', call: 1 } },
    { where: { operation: 'lookupPhase', nth: 1 }, fault: { kind: 'object-overloaded', call: 1 } },
    { where: { operation: 'listPhaseSessions', nth: 1 }, fault: { kind: 'object-reset', call: 1 } },
    { where: { operation: 'phaseMetrics', nth: 1 }, fault: { kind: 'object-unavailable', call: 2 } },
  ],
  checks: ['failures-have-their-text', 'users-read-their-text'],
  async play(world) {
    const { phases } = world.frontend;
    const taskId = await newTask(world);
    const start = { taskId, phase: 'planning' as const, model: model('sonnet') };
    for (let attempt = 1; attempt <= 4; attempt += 1) await phases.start(start);
    await phases.lookup({ taskId, phase: 'planning' });
    await phases.lookup({ taskId, phase: 'planning' });
    await phases.list();
    await phases.list();
    await phases.metrics();
    await phases.metrics();
  },
});
