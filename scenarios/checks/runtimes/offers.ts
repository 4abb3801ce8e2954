import type { ClaimedTask } from '../../../contracts/wire/index.ts';
import type { Exchange } from '../check.ts';
import { answersOf, fields, type Said, text } from '../reading.ts';
import { changeOf, type Window } from './effects.ts';
import { type End, legacyTasks, priorsBefore, saidBefore } from './ends.ts';
import { type PossiblePointer, pointersAt, writtenTo } from './pointers.ts';
import { claimedIn } from './rows.ts';
import type { Runs } from './runs.ts';

/** A task as a claim key got it: all answers say the same, and it was settled within the window. */
export interface Claim extends Window {
  claimKey: string;
  /** In whose path it was asked for. */
  runtimeId: string;
  /** As the first answer shows it. */
  task: ClaimedTask;
  answers: (Said & { task: ClaimedTask })[];
}

/** All that was claimed, by key. */
export function claimsOf(runs: Runs): readonly Claim[] {
  runs.claims ??= findClaims(runs);
  return runs.claims;
}

function findClaims(runs: Runs): Claim[] {
  return [...runs.runtimes.keys()].flatMap((runtimeId) =>
    [...byKey(runs.claimsOf(runtimeId))].flatMap(([claimKey, exchanges]) => claimBy(runtimeId, claimKey, exchanges)),
  );
}

function byKey(exchanges: readonly Exchange[]): Map<string, Exchange[]> {
  const groups = new Map<string, Exchange[]>();
  for (const exchange of exchanges) {
    const key = claimKeyOf(exchange) ?? '';
    groups.set(key, [...(groups.get(key) ?? []), exchange]);
  }
  return groups;
}

export function claimKeyOf(exchange: Exchange): string | undefined {
  return text(fields(exchange.sent.message.body).claimKey);
}

function claimBy(runtimeId: string, claimKey: string, exchanges: readonly Exchange[]): Claim[] {
  const answers = exchanges.flatMap(answersOf).flatMap((answer) => {
    const task = claimedIn(answer);
    return task ? [{ ...answer, task }] : [];
  });
  answers.sort((a, b) => a.index - b.index);
  const [first] = answers;
  if (!first) return [];
  // A claim that gave nothing has bound nothing.
  const asks = exchanges.filter((exchange) => {
    const said = answersOf(exchange);
    return said.length < exchange.arrived.length || said.some((answer) => claimedIn(answer) !== null);
  });
  const from = Math.min(...asks.flatMap(({ arrived }) => arrived[0]?.index ?? []), first.index);
  return [{ claimKey, runtimeId, task: first.task, answers, from, to: first.index }];
}

/** What may be offered, and what it may come from. */
export interface Allowed {
  /** null among them: nothing may be offered. */
  values: Set<string | null>;
  /** Events of what they come from. */
  events: number[];
  /** The run of this very task has surely said it. */
  isOwn: boolean;
}

/** What a claimed task may be offered to resume (RUN-1, RUN-2, RUN-5, RUN-8). */
export function sessionsFor(runs: Runs, claim: Claim): Allowed {
  return allowed(runs, claim, 'sessionId', ({ pointer, prior }) => {
    const from = (run: { sessionId: string | null; runtimeId: string | null } | undefined) =>
      run && run.runtimeId === claim.task.runtimeId ? run.sessionId : null;
    return from(pointer) ?? from(prior?.row);
  });
}

/** Where a claimed task may be told to work (RUN-3, RUN-8). */
export function workDirsFor(runs: Runs, claim: Claim): Allowed {
  return allowed(runs, claim, 'workDir', ({ pointer, prior }) => pointer?.workDir ?? prior?.row.workDir ?? null);
}

interface Past {
  pointer: PossiblePointer | undefined;
  prior: End | undefined;
}

function allowed(runs: Runs, claim: Claim, what: 'sessionId' | 'workDir', choose: (past: Past) => string | null) {
  const { task } = claim;
  const own = task.attempt > 1 ? saidBefore(runs.task(task.taskId), what, claim) : [undefined];
  const values = new Set<string | null>(own.filter((one) => one !== undefined));
  const events = new Set<number>();
  const isOwn = !own.includes(undefined);
  for (const past of isOwn ? [] : pastsOf(runs, claim)) {
    values.add(choose(past));
    for (const event of past.pointer?.written.events ?? []) events.add(event);
    for (const event of past.prior?.events ?? []) events.add(event);
  }
  if (isOwn)
    for (const word of runs.task(task.taskId).words)
      for (const event of changeOf(word)?.events ?? []) events.add(event);
  return { values, events: [...events].filter((event) => event < claim.to), isOwn };
}

/** Every past that a claimed task may have. */
function pastsOf(runs: Runs, claim: Claim): Past[] {
  const { taskId, agentId, issueId, chatId } = claim.task;
  const others = runs.ends.filter((end) => end.taskId !== taskId);
  if (chatId === null) {
    const its = others.filter(({ row }) => row.issueId === issueId && row.agentId === agentId);
    return priorsBefore(its, claim).map((prior) => ({ pointer: undefined, prior }));
  }
  const priors = priorsBefore(
    others.filter(({ row }) => row.chatId === chatId),
    claim,
  );
  const chat = runs.chats.get(chatId);
  const pointers = chat ? pointersAt(runs, writtenTo(runs, chat), claim) : [];
  const known: (PossiblePointer | undefined)[] = pointers.length > 0 ? pointers : [undefined];
  return known.flatMap((pointer) => priors.map((prior) => ({ pointer, prior })));
}

/** A runtime that said, in an event, that a session was made on it: heard from another event on. */
interface Maker {
  runtimeId: string;
  from: number;
  event: number;
}

/** Which runtimes said that a session was made on them. */
export function sessionsMade(runs: Runs): Map<string, Maker[]> {
  const made = new Map<string, Maker[]>();
  const add = (
    sessionId: string | undefined,
    runtimeId: string | undefined,
    from: number | undefined,
    event: number,
  ) => {
    if (sessionId === undefined || runtimeId === undefined || from === undefined) return;
    made.set(sessionId, [...(made.get(sessionId) ?? []), { runtimeId, from, event }]);
  };
  for (const task of runs.tasks.values()) {
    for (const word of task.words) {
      add(text(fields(word.sent.message.body).sessionId), task.runtimeId, changeOf(word)?.from, word.sent.index);
    }
  }
  for (const { isLegacy, taskId, row, from } of runs.ended) {
    if (!isLegacy) continue;
    const imported = runs.imports.find((one) => legacyTasks(one).some((task) => task.taskId === taskId));
    add(row.sessionId ?? undefined, row.runtimeId, from, imported?.sent.index ?? from);
  }
  return made;
}
