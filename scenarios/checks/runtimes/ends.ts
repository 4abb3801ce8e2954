import { type AgentTask, endedStates, type FailureReason } from '../../../contracts/wire/index.ts';
import type { Exchange } from '../check.ts';
import { answersOf, fields, list, text } from '../reading.ts';
import { type Change, changeOf, lastBefore, never, type Window } from './effects.ts';
import type { Runs, TaskStory } from './runs.ts';

/** The end of a task, and within which events it ended. */
export interface End extends Change {
  taskId: string;
  /** The task as it ended. */
  row: AgentTask;
  finishedAt: number;
  /** It came with the import of what the old version stored, and moved nothing. */
  isLegacy: boolean;
}

/** Milliseconds that the clock of the target may be apart from that of the history. */
export const margin = 1_000;

/** Every task that was seen to have ended. */
export function endsOf(runs: Runs): End[] {
  return [...runs.tasks.values()].flatMap((task) => endOf(runs, task) ?? []);
}

function endOf(runs: Runs, task: TaskStory): End | undefined {
  const seen = task.sightings.filter(({ row }) => endedStates.has(row.state));
  const [first] = seen;
  if (!first || first.row.finishedAt === null) return undefined;
  const { row } = first;
  const finishedAt = first.row.finishedAt;
  const imported = runs.imports.find((one) => legacyTasks(one).some(({ taskId }) => taskId === task.taskId));
  const isLegacy = imported !== undefined && task.orders.length === 0;
  const cause = isLegacy ? windowOf([imported]) : causeOf(runs, task, row);
  const to = Math.min(cause?.to ?? never, first.to);
  const from = Math.min(cause?.from ?? 0, to);
  return { taskId: task.taskId, row, finishedAt, isLegacy, from, to, certain: true, events: [first.to] };
}

/** Rows of the import of what the old version stored. */
export function legacyTasks(exchange: Exchange): Record<string, unknown>[] {
  return list(fields(exchange.sent.message.body).tasks).map(fields);
}

export function legacyChats(exchange: Exchange): Record<string, unknown>[] {
  return list(fields(exchange.sent.message.body).chats).map(fields);
}

/** Within which events a task ended like this, by what may have ended it. */
function causeOf(
  runs: Runs,
  task: TaskStory,
  { runtimeId, state, failureReason, finishedAt }: AgentTask,
): Window | undefined {
  if (state === 'completed') return windowOf(task.wordsOf('completeTask'));
  if (state === 'cancelled') return windowOf(task.cancels);
  const causes: Record<FailureReason, () => Window | undefined> = {
    agent_error: () => windowOf(task.wordsOf('failTask')),
    timeout: () => windowOf(task.wordsOf('failTask')),
    runtime_recovery: () => {
      const all = runs.recoveriesOf(runtimeId);
      const its = all.filter((one) => answersOf(one).some(({ body }) => list(body.failed).includes(task.taskId)));
      return its.length > 0 ? windowOf(its) : windowOf(all.filter((one) => !changeOf(one)?.certain));
    },
    runtime_removed: () => windowOf(runs.runtime(runtimeId).removals),
    runtime_offline: () => {
      const [from, to] = [runs.indexAt(finishedAt ?? 0, margin), runs.indexAt(finishedAt ?? 0, -margin)];
      return from === undefined || to === undefined ? undefined : { from, to };
    },
  };
  return failureReason === null ? undefined : causes[failureReason]?.();
}

/** From the first of these requests that arrived to the first that surely succeeded. */
function windowOf(exchanges: readonly Exchange[]): Window | undefined {
  const changes = exchanges.flatMap((exchange) => changeOf(exchange) ?? []);
  const froms = changes.map(({ from }) => from);
  return changes.length === 0 ? undefined : { from: Math.min(...froms), to: Math.min(...changes.map(({ to }) => to)) };
}

/** Completed or failed runs with a session that a task may have as its prior run; `undefined`: it may have none. */
export function priorsBefore(ends: readonly End[], at: Window): (End | undefined)[] {
  const withSession = ends.filter(({ row }) => row.sessionId !== null);
  const over = withSession.filter(({ to }) => to < at.from);
  const newest = over.reduce<End | undefined>((best, end) => (best && !isNewer(end, best) ? best : end), undefined);
  const maybe = withSession.filter(({ from, to }) => to >= at.from && from < at.to);
  return [newest, ...maybe.filter((end) => !newest || isNewer(end, newest))];
}

/** By the time a task finished, then by its id. */
function isNewer(end: End, other: End): boolean {
  if (end.finishedAt !== other.finishedAt) return end.finishedAt > other.finishedAt;
  return end.taskId > other.taskId;
}

/** What a run may have said last of one thing; `undefined` among them: it may have said nothing. */
export function saidBefore(task: TaskStory, what: 'sessionId' | 'workDir', at: Window): (string | undefined)[] {
  const words = task.wordsOf('pinSession', 'completeTask', 'failTask').flatMap((exchange) => {
    const value = text(fields(exchange.sent.message.body)[what]);
    const change = value === undefined ? undefined : changeOf(exchange);
    return change ? [{ ...change, value }] : [];
  });
  const { possible, none } = lastBefore(words, at);
  const values = new Set<string | undefined>(possible.map(({ value }) => value));
  return none ? [...values, undefined] : [...values];
}
