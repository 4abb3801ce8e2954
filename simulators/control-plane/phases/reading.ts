import type { Phase, PhaseExport, PhaseSession } from '../../../contracts/wire/index.ts';
import type { PageRequest, Result } from '../calls.ts';
import type { Rules } from '../rules.ts';
import type { Looked, PhaseMessagePage, Stamp } from './calls.ts';
import type { Counts } from './counts.ts';
import { noPhase, open } from './life.ts';
import { currentPhase, exportOf, findPhase, messagesOf, sessionOf } from './rows.ts';

/** Says whether what a cache has is still so, or what is; counted either way (PHASE-8, PHASE-16). */
export function lookUp(
  counts: Counts,
  rules: Rules,
  key: { taskId: string; phase: Phase },
  held: Stamp | null,
  startedAt: number,
): Looked {
  const row = currentPhase(counts, rules, key);
  const session = row && sessionOf(rules, row);
  const unchanged = held !== null && rules.stampFits(held, session);
  const took = Math.max(0, Date.now() - startedAt);
  for (const [name, amount] of rules.countLookup(unchanged ? 'hit' : 'miss', took)) counts.add(name, amount);
  return unchanged ? { unchanged } : { unchanged, session };
}

/** Newest first. */
export function listPhases(
  counts: Counts,
  rules: Rules,
  taskId: string | null,
  { after, limit }: PageRequest,
): { sessions: PhaseSession[]; nextCursor: string | null } {
  const { rows, nextCursor } = rules.cutPage(rules.phaseRows(counts, rules, { taskId, after, limit }), limit);
  return { sessions: rows.map((row) => sessionOf(rules, row)), nextCursor };
}

/** Also of a deleted one, while the store has it (PHASE-4). */
export function exportPhase(counts: Counts, rules: Rules, sessionId: string): Result<PhaseExport> {
  const row = findPhase(counts, sessionId);
  return row ? { ok: true, value: exportOf(counts, rules, row) } : noPhase;
}

export function messagePage(
  counts: Counts,
  rules: Rules,
  sessionId: string,
  after: number,
  limit: number,
): Result<PhaseMessagePage> {
  if (!open(counts, rules, sessionId)) return noPhase;
  const found = messagesOf(counts, sessionId, after, limit + 1);
  const messages = found.slice(0, limit);
  return { ok: true, value: { messages, nextAfter: found.length > limit ? (messages.at(-1)?.seq ?? null) : null } };
}
