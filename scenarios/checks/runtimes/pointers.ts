import type { AgentChat } from '../../../contracts/wire/index.ts';
import { fields, text } from '../reading.ts';
import { type Change, changeOf, isBefore, lastBefore, type Window } from './effects.ts';
import { type End, legacyChats } from './ends.ts';
import type { ChatStory, Runs } from './runs.ts';

export type Pointer = Pick<AgentChat, 'sessionId' | 'runtimeId' | 'workDir'>;

/** Where a pointer comes from: the making of its chat, the old version, or the end of a task. */
export type Origin = 'made' | 'legacy' | 'ended';

/** A pointer as it was written, and the runtimes it may have been given with it. */
export interface Written extends Change {
  chatId: string;
  origin: Origin;
  sessionId: string | null;
  workDir: string | null;
  /** null among them: it may have been written without one. */
  runtimes: (string | null)[];
  /** The old version may have written it, so that a backfill may have given it its runtime. */
  isOld: boolean;
  end?: End;
}

/** Was the store of the old version within a window? */
export function oldVersionAt(runs: Runs, at: Window): 'yes' | 'maybe' | 'no' {
  const imports = importsWithoutChats(runs);
  const expansions = stepsOf(runs, 'expand');
  const open = imports.filter(({ from }) => from < at.to);
  const isOver = (since: Change) =>
    expansions.some((step) => step.certain && isBefore(since, step) && isBefore(step, at));
  if (open.every(isOver)) return 'no';
  const [first] = imports;
  const mayBeExpanded = expansions.some(({ from }) => from < at.to);
  const orders = [...runs.chats.values()].flatMap(({ orders }) => orders.flatMap((one) => changeOf(one) ?? []));
  const mayHaveChats = first === undefined || orders.some(({ from }) => from < first.to);
  return first?.certain && isBefore(first, at) && !mayBeExpanded && !mayHaveChats ? 'yes' : 'maybe';
}

/** Imports that may have found no chats: only they make the store that of the old version. */
function importsWithoutChats(runs: Runs): Change[] {
  const all = runs.imports.flatMap((exchange) => {
    const change = changeOf(exchange);
    return change ? [{ ...change, chats: legacyChats(exchange).length }] : [];
  });
  const orders = [...runs.chats.values()].flatMap((chat) => chat.orders.flatMap((one) => changeOf(one) ?? []));
  const makers: Change[] = [...orders, ...all.filter(({ chats }) => chats > 0)];
  return all.filter((one) => !makers.some((maker) => maker.certain && isBefore(maker, one)));
}

function stepsOf(runs: Runs, step: 'expand' | 'backfill'): Change[] {
  const its = runs.migrations.filter(({ sent }) => fields(sent.message.body).step === step);
  return its.flatMap((exchange) => changeOf(exchange) ?? []);
}

/** All pointers that a chat was given. */
export function writtenTo(runs: Runs, chat: ChatStory): Written[] {
  chat.written ??= findWritten(runs, chat);
  return chat.written;
}

function findWritten(runs: Runs, chat: ChatStory): Written[] {
  const { chatId } = chat;
  const made = chat.orders.flatMap((order): Written[] => {
    const change = changeOf(order);
    if (!change) return [];
    const agentId = text(fields(order.sent.message.body).agentId) ?? '';
    const old = oldVersionAt(runs, change);
    const places = placesAt(runs, agentId, change);
    const runtimes = old === 'yes' ? [null] : old === 'no' ? places : [...places, null];
    return [{ ...change, chatId, origin: 'made', sessionId: null, workDir: null, runtimes, isOld: false }];
  });
  const legacy = runs.imports.flatMap((exchange): Written[] => {
    const change = changeOf(exchange);
    const row = legacyChats(exchange).find((one) => one.chatId === chatId);
    if (!change || !row) return [];
    const [sessionId, workDir] = [text(row.sessionId) ?? null, text(row.workDir) ?? null];
    return [{ ...change, chatId, origin: 'legacy', sessionId, workDir, runtimes: [null], isOld: true }];
  });
  // A chat that is there stays as it is: what makes it for the second time changes nothing.
  const born = [...made, ...legacy].filter(
    (one, _, all) => !all.some((other) => other.certain && isBefore(other, one)),
  );
  const ended = runs.ends.flatMap((end): Written[] => {
    const { row, from, to, certain, events } = end;
    if (row.chatId !== chatId || end.isLegacy || row.sessionId === null) return [];
    const old = oldVersionAt(runs, end);
    const runtimes = old === 'yes' ? [null] : old === 'no' ? [row.runtimeId] : [row.runtimeId, null];
    const { sessionId, workDir } = row;
    const isOld = old !== 'no';
    return [{ chatId, from, to, certain, events, origin: 'ended', sessionId, workDir, runtimes, isOld, end }];
  });
  return [...born, ...ended];
}

/** Runtimes that an agent may have from a moment on. */
function placesAt(runs: Runs, agentId: string, at: Window): string[] {
  const places = runs.placesOf(agentId);
  const later = places.filter(({ to }) => to >= at.from);
  return [...new Set([...lastBefore(places, at).possible, ...later].map(({ runtimeId }) => runtimeId))];
}

/** A pointer that a chat may have within a window. */
export interface PossiblePointer extends Pointer {
  written: Written;
}

/** Every pointer that a chat may have within a window, migrations included. */
export function pointersAt(runs: Runs, written: readonly Written[], at: Window): PossiblePointer[] {
  const { possible } = lastBefore(written, at);
  return possible.flatMap((one) =>
    runtimesAt(runs, one, at).map((runtimeId) => ({
      sessionId: one.sessionId,
      workDir: one.workDir,
      runtimeId,
      written: one,
    })),
  );
}

/** Runtimes that a pointer may have within a window: as it was written, or as it was paired since. */
export function runtimesAt(runs: Runs, one: Written, at: Window): (string | null)[] {
  if (!one.isOld || one.sessionId === null) return one.runtimes;
  const backfills = stepsOf(runs, 'backfill').filter(({ from, to }) => from < at.to && to > one.from);
  const makers = makersOf(runs, one);
  if (backfills.length === 0 || makers.length === 0) return one.runtimes;
  const isPaired = backfills.some(
    (step) =>
      step.certain && isBefore(step, at) && isBefore(one, step) && makers.some((maker) => isBefore(maker, step)),
  );
  const before = isPaired ? one.runtimes.filter((runtimeId) => runtimeId !== null) : one.runtimes;
  return [...new Set([...before, ...makers.map(({ row }) => row.runtimeId)])];
}

/**
 * Tasks that may be the one which made the session of a pointer: the first of its chat that has it. One that was called
 * off leaves nothing to the next, and is none.
 */
export function makersOf(runs: Runs, { chatId, sessionId }: Written): End[] {
  const all = runs.ends.filter(({ row }) => row.chatId === chatId && row.sessionId === sessionId);
  all.sort((a, b) => a.finishedAt - b.finishedAt || (a.taskId < b.taskId ? -1 : 1));
  // A second import may put in one that is older than what a backfill has seen.
  return runs.imports.length > 1 ? all : all.slice(0, 1);
}
