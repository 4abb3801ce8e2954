import { type OperationName, phaseOperations } from '../../contracts/wire/index.ts';
import { everybody, namesOf, turns } from '../play/everybody.ts';
import { model, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('authorisation/phases', {
  title: 'Phases are for the users of the project, whoever started them, and for no agent, daemon or administrator',
  requirements: ['SAFE-1', 'PHASE-10'],
  needs: ['phases', 'time'],
  checks: ['access-kept', 'archived-before-gone'],
  size: 'large',
  async play(world) {
    const { projectId, taskId, workspaceId } = await world.startTask('Keep the books.');
    const { phases } = world.frontend;
    const start = (phase: 'planning' | 'implementation' | 'verification' | 'debug') =>
      startPhase(world.frontend, { taskId, phase, model: model('small') });
    const [gone, cancelled, other, { sessionId }] = [
      await start('planning'),
      await start('implementation'),
      await start('verification'),
      await start('debug'),
    ];
    await phases.deleteAll({ sessionIds: [gone.sessionId] });
    const done = await start('planning');
    await phases.begin({ sessionId: done.sessionId });
    await world.clock.advance('28 hours');
    const of = (id: string) => ({ projectId, sessionId: id });
    const inPhase = { projectId, taskId, phase: 'debug' };
    const operations = namesOf(phaseOperations);
    await turns(world, await everybody(world, workspaceId), operations, async ({ kind, caller }) => {
      const ask = (operation: OperationName, params: Record<string, string> = { projectId }, body?: unknown) =>
        caller.as(kind).ask(operation, params, body === undefined ? {} : { body });
      const read = await ask('getPhaseSession', of(other.sessionId));
      const { version = 1 } = Object(read?.body) as { version?: number };
      await ask('updatePhaseSession', of(other.sessionId), { title: `Of a ${kind}`, version });
      const taken = await ask('lockPhaseSession', of(other.sessionId));
      const { lockId = caller.uuid() } = Object(taken?.body) as { lockId?: string };
      await ask('renewPhaseLock', { ...of(other.sessionId), lockId });
      await ask('unlockPhaseSession', { ...of(other.sessionId), lockId });
      await ask('startPhase', inPhase, { model: model('small') });
      await ask('lookupPhase', inPhase);
      await ask('beginPhaseSession', of(sessionId));
      await ask('sendPhaseMessage', of(sessionId), { messageId: caller.uuid(), content: `From a ${kind}.` });
      for (const operation of ['exportPhaseSession', 'listPhaseMessages'] as const) await ask(operation, of(sessionId));
      await ask('finishPhaseSession', of(done.sessionId), { state: 'completed' });
      await ask('cancelPhaseSession', of(cancelled.sessionId));
      await ask('readArchived', of(gone.sessionId));
      await ask('deletePhaseSessions', { projectId }, { sessionIds: [gone.sessionId] });
      const replace = { sessionId, version: 1000 };
      await ask(
        'replacePhaseSessions',
        { projectId },
        { items: [{ taskId, phase: 'debug', model: model('large'), replace }] },
      );
      for (const operation of ['deleteModel', 'restoreModel'] as const)
        await ask(operation, { projectId, modelId: 'large' });
      await ask('phaseSettings', { projectId }, { pessimistic_locking_enabled: true });
      for (const operation of ['listPhaseSessions', 'phaseMetrics', 'listArchiveRuns'] as const) await ask(operation);
    });
  },
});
