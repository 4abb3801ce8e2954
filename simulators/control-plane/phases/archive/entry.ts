import type { ArchivedPhase, PhaseExport } from '../../../../contracts/wire/index.ts';

/** What the archive keeps of a deleted session (PHASE-10). */
export function entryOf({ session, messages, logs }: PhaseExport, archivedAt: number): ArchivedPhase {
  const { sessionId, taskId, phase, model, parameters, state, title, replacedBy, userId } = session;
  const { createdAt, startedAt, endedAt, deletedAt } = session;
  const times = { createdAt, startedAt, endedAt, deletedAt: deletedAt ?? archivedAt, archivedAt };
  return { sessionId, taskId, phase, model, parameters, state, title, replacedBy, times, userId, messages, logs };
}
