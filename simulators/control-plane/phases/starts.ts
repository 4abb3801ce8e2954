import type { PhaseConflict, PhaseReplacementResult, PhaseStart } from '../../../contracts/wire/index.ts';
import type { Refusal, Result } from '../calls.ts';
import type { LockRow } from '../rules/phase-locks.ts';
import type { ChangeReason } from '../rules/phase-starts.ts';
import type { Rules } from '../rules.ts';
import type { Begun, StartOrder } from './calls.ts';
import type { PhaseChange } from './change.ts';
import type { Counts } from './counts.ts';
import { findLock, findLocks, lockedNow, lockingOf, takeLock } from './locks.ts';
import { deletedModels } from './models.ts';
import {
  currentOf,
  currentPhase,
  currentPhases,
  findPhase,
  keyOf,
  modelOf,
  newPhase,
  type PhaseRow,
  parametersOf,
  selectPhases,
  sessionOf,
} from './rows.ts';

/** What becomes of a start, as things are. */
type Judged =
  | { do: 'create' }
  | { do: 'replace'; row: PhaseRow; reason: ChangeReason }
  | { do: 'answer'; with: Answer };
type Answer = Result<Extract<PhaseStart, { outcome: 'existing' }>>;

function judge(rules: Rules, order: StartOrder, row: PhaseRow | null, model: 'there' | 'deleted'): Judged {
  const objection = rules.modelObjection({ modelId: order.model.modelId, state: model });
  if (objection !== null) return answer({ ok: false, code: 'model_deleted', detail: objection });
  const current = row && {
    sessionId: row.id,
    version: row.version,
    model: modelOf(row),
    parameters: parametersOf(row),
  };
  const decision = rules.startDecision(rules, current, order, order.replace);
  const conflict: Pick<PhaseConflict, 'current'> = { current: row && currentOf(row) };
  const refused = (code: 'model_conflict' | 'replaced_meanwhile') =>
    answer({ ok: false, code, detail: rules.startRefusal(code), extension: { ...conflict } });
  if (decision.do === 'conflict') return refused('model_conflict');
  if (decision.do === 'moved') return refused('replaced_meanwhile');
  if (!row || decision.do === 'create') return { do: 'create' };
  if (decision.do === 'replace') return { ...decision, row };
  return answer({
    ok: true,
    value: { outcome: 'existing', session: sessionOf(rules, row), message: startMessage(rules, 'existing') },
  });
}

const answer = (with_: Answer): Judged => ({ do: 'answer', with: with_ });
/** The contract has the texts word for word; a rule may still say another. */
const startMessage = <O extends 'existing' | 'replaced'>(rules: Rules, outcome: O) =>
  rules.startMessage(outcome) as Extract<PhaseStart, { outcome: O }>['message'];

const judgeNow = (sql: Counts, rules: Rules, order: StartOrder, row = currentPhase(sql, rules, order)) =>
  judge(rules, order, row, deletedModels(sql, [order.model.modelId]).size > 0 ? 'deleted' : 'there');

/** First step: answers where nothing is to be done, and takes the lock of what is to be replaced. */
export function begin(counts: Counts, rules: Rules, order: StartOrder): Result<Begun> | { locked: string } {
  const judged = judgeNow(counts, rules, order);
  if (judged.do === 'answer') return judged.with.ok ? { ok: true, value: { start: judged.with.value } } : judged.with;
  const found = judged.do === 'replace' ? judged.row.id : null;
  if (judged.do === 'create' || !rules.replacementLocks(lockingOf(counts))) {
    return { ok: true, value: { start: null, lockId: null, found } };
  }
  const now = Date.now();
  const { id } = judged.row;
  if (rules.lockHeld(findLock(counts, id), null, now)) return { locked: id };
  const lockId = rules.holdForReplacement(() => takeLock(counts, rules, id, now));
  return { ok: true, value: { start: null, lockId, found } };
}

/** Last step: decides again, for much may have happened, and does it. */
export function commit(change: PhaseChange, order: StartOrder, lockId: string | null): Result<PhaseStart> {
  const { counts, rules } = change;
  if (lockId !== null) rules.freeLock(counts, lockId);
  const settled = placed(counts, rules, order.sessionId);
  if (settled) return { ok: true, value: settled };
  if (isVoid(counts, order.sessionId)) return madeVoid(rules);
  const current = rules.sessionAtLast(currentPhase(counts, rules, order), order.found);
  const judged = judgeNow(counts, rules, order, current);
  if (judged.do === 'answer') return judged.with;
  if (judged.do === 'create') {
    const row = newPhase(order, change.now);
    change.start(row, null);
    return { ok: true, value: { outcome: 'created', session: sessionOf(rules, row) } };
  }
  if (isLocked(change, findLock(counts, judged.row.id), lockId)) return lockedNow(rules);
  const session = replace(change, order, judged.row, judged.reason);
  const message = startMessage(rules, 'replaced');
  return { ok: true, value: { outcome: 'replaced', session, replaced: judged.row.id, message } };
}

function isLocked({ counts, rules, now }: PhaseChange, lock: LockRow | null, lockId: string | null): boolean {
  return rules.replacementLocks(lockingOf(counts)) && rules.lockHeld(lock, lockId, now);
}

function replace(change: PhaseChange, order: StartOrder, old: PhaseRow, reason: ChangeReason) {
  const { counts, rules, now } = change;
  const row = newPhase(order, now);
  change.retire(old, row.id, order.userId);
  change.start(row, old.id);
  for (const [name, amount] of rules.countReplacement(reason, Math.max(0, now - order.startedAt)))
    counts.add(name, amount);
  return sessionOf(rules, row);
}

/** The start that made this session; null: there is no such session. */
function placed(sql: Counts, rules: Rules, sessionId: string): PhaseStart | null {
  const row = findPhase(sql, sessionId);
  if (!row) return null;
  const session = sessionOf(rules, row);
  const old = sql.exec<PhaseRow>(`${selectPhases} WHERE replaced_by = ?`, sessionId).toArray()[0];
  if (!old) return { outcome: 'created', session };
  return { outcome: 'replaced', session, replaced: old.id, message: startMessage(rules, 'replaced') };
}

const isVoid = (sql: Counts, sessionId: string) =>
  sql.exec('SELECT session_id FROM phase_voids WHERE session_id = ?', sessionId).toArray().length > 0;
const madeVoid = (rules: Rules): Refusal => ({
  ok: false,
  code: 'session_creation_failed',
  detail: rules.failureText('session_creation_failed', null),
});

/** Whoever lost the answer to a commit asks what became of it. Where nothing did, nothing ever will: the id is void. */
export function settle(counts: Counts, rules: Rules, sessionId: string, lockId: string | null): PhaseStart | null {
  if (lockId !== null) rules.freeLock(counts, lockId);
  const start = placed(counts, rules, sessionId);
  if (!start) counts.exec('INSERT OR IGNORE INTO phase_voids (session_id) VALUES (?)', sessionId);
  return start;
}

/** The sessions that these orders are about to replace. */
export function targets(orders: readonly StartOrder[]): string[] {
  return orders.flatMap(({ replace }) => (replace ? [replace.sessionId] : []));
}

/** Several replacements in one transaction (PHASE-14). `locked`: somebody holds one of them, and it is not the last try. */
export function replaceAll(
  change: PhaseChange,
  orders: readonly StartOrder[],
  turn: 'last' | 'not last',
): PhaseReplacementResult[] | 'locked' {
  const { counts, rules, now } = change;
  const current = currentPhases(counts, rules, orders);
  const gone = deletedModels(
    counts,
    orders.map(({ model }) => model.modelId),
  );
  const judged = orders.map((order) =>
    judge(rules, order, current.get(keyOf(order)) ?? null, gone.has(order.model.modelId) ? 'deleted' : 'there'),
  );
  const ids = judged.flatMap((one) => (one.do === 'replace' ? [one.row.id] : []));
  const locks = rules.replacementLocks(lockingOf(counts)) ? findLocks(counts, ids) : new Map<string, LockRow>();
  const held = new Set(ids.filter((id) => rules.lockHeld(locks.get(id) ?? null, null, now)));
  if (held.size > 0 && turn !== 'last') return 'locked';
  const done = new Set<string>();
  return judged.map((one, index) => {
    const order = orders[index];
    if (one.do === 'answer') return resultOf(one.with);
    if (one.do !== 'replace' || !order || done.has(one.row.id)) return refused(rules, 'replaced_meanwhile');
    if (held.has(one.row.id)) return refused(rules, 'session_locked');
    done.add(one.row.id);
    return { outcome: 'replaced', session: replace(change, order, one.row, one.reason), replaced: one.row.id };
  });
}

const refused = (rules: Rules, code: 'replaced_meanwhile' | 'session_locked'): PhaseReplacementResult => ({
  outcome: 'refused',
  code,
  detail: rules.startRefusal(code),
});

function resultOf(answered: Answer): PhaseReplacementResult {
  if (answered.ok) return { outcome: 'existing', session: answered.value.session };
  const code = answered.code === 'model_deleted' ? 'model_deleted' : 'replaced_meanwhile';
  return { outcome: 'refused', code, detail: answered.detail };
}
