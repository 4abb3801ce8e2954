import { limits } from '../../../contracts/wire/index.ts';
import { check, type Exchange } from '../check.ts';
import { Findings } from '../findings.ts';
import { answersOf, list, type Said } from '../reading.ts';
import { changeOf, never } from './effects.ts';
import { margin } from './ends.ts';
import { type Claim, claimKeyOf, claimsOf } from './offers.ts';
import { claimedIn } from './rows.ts';
import type { Runs, TaskStory } from './runs.ts';

/** No task is lost: what waits is given to whoever asks, the oldest first (RUN-7). */
export const waitingTaskGiven = check({
  id: 'waiting-task-given',
  level: 'MUST',
  requirements: ['RUN-7'],
  sentence:
    'Every task that was queued is still there, and a claim gives the oldest of its runtime that waits, also after a lost answer.',
  start() {
    const found = new Findings();
    return {
      on() {},
      end({ runs: all }) {
        for (const runs of all.all) {
          if (runs.listed.tasks) judgeThere(runs, found);
          for (const runtimeId of runs.runtimes.keys()) judgeRuntime(runs, runtimeId, found);
        }
        return found;
      },
    };
  },
});

function judgeThere(runs: Runs, found: Findings): void {
  for (const story of runs.tasks.values()) {
    if (!story.queued?.certain) continue;
    found.judged += 1;
    if (story.sightings.some(({ answer }) => answer.exchange.actor === 'observer')) continue;
    found.breach(`Task ${story.taskId} was queued, but is not there at the end.`, ...story.queued.events);
  }
}

/** The claims of one runtime. */
interface Desk {
  runs: Runs;
  runtimeId: string;
  exchanges: Exchange[];
  claims: Map<string, Claim[]>;
  /** Claims that no answer tells of: what they took is not known. */
  unknown: { claimKey: string | undefined; index: number; time: number }[];
}

function judgeRuntime(runs: Runs, runtimeId: string, found: Findings): void {
  const exchanges = runs.claimsOf(runtimeId);
  const all = claimsOf(runs).filter((claim) => claim.runtimeId === runtimeId);
  const answered = new Set(exchanges.filter((one) => answersOf(one).some(isTold)).map(claimKeyOf));
  const unknown = exchanges
    .filter((one) => !answered.has(claimKeyOf(one)))
    .flatMap((one) => one.arrived.map(({ index, time }) => ({ claimKey: claimKeyOf(one), index, time })));
  const claims = Map.groupBy(all, ({ task }) => task.taskId);
  const desk: Desk = { runs, runtimeId, exchanges, claims, unknown };
  const waiting = [...runs.tasks.values()].filter((story) => story.runtimeId === runtimeId && story.queued?.certain);
  if (waiting.length === 0) return;
  for (const exchange of exchanges) {
    for (const answer of answersOf(exchange)) {
      if (claimedIn(answer) !== null || mayBeBound(desk, answer)) continue;
      found.judged += 1;
      const at = { from: exchange.arrived[0]?.index ?? 0, to: answer.index };
      const free = waiting.map((story) => ({ story, since: freeSince(desk, story, at, claimKeyOf(exchange)) }));
      const left = free.find(({ since }) => since !== undefined);
      if (!left) continue;
      const message = `A claim of runtime ${runtimeId} was given nothing, though task ${left.story.taskId} was waiting for it.`;
      found.breach(message, left.since?.event, exchange.sent.index, answer.index);
    }
  }
  for (const claim of all) {
    found.judged += 1;
    if (claim.task.attempt > 1) continue;
    for (const story of waiting) {
      const { row } = story.sightings[0] ?? {};
      if (!row || story.taskId === claim.task.taskId || row.createdAt >= claim.task.createdAt) continue;
      const since = freeSince(desk, story, claim, claim.claimKey);
      if (!since?.isFirst) continue;
      const message = `Task ${claim.task.taskId} was given while task ${story.taskId}, which is older, was waiting.`;
      found.breach(message, since.event, claim.to);
      break;
    }
  }
}

const isTold = (answer: Said) => claimedIn(answer) !== undefined;

/** Since when a task surely waits throughout a claim; undefined: somebody may have it, or it may have ended. */
function freeSince(
  { runs, runtimeId, claims, unknown }: Desk,
  story: TaskStory,
  at: { from: number; to: number },
  claimKey: string | undefined,
): { event: number; isFirst: boolean } | undefined {
  const { queued, taskId } = story;
  if (!queued || queued.to >= at.from) return undefined;
  const its = (claims.get(taskId) ?? []).filter(({ from }) => from < at.to);
  const end = runs.endOf(taskId);
  const mayBeOver = end !== undefined && end.from < at.to;
  const called = [...story.cancels, ...runs.runtime(runtimeId).removals].some(
    (exchange) => (changeOf(exchange)?.from ?? never) < at.to,
  );
  if (mayBeOver || called) return undefined;
  const begin = runs.timeAt(at.from);
  const mayBeTaken = unknown.some(
    (one) => one.claimKey !== claimKey && one.index < at.to && one.time + limits.claimLease + margin > begin,
  );
  if (mayBeTaken) return undefined;
  const [last] = its.toSorted((a, b) => b.to - a.to);
  if (!last) return { event: queued.to, isFirst: true };
  if (last.to >= at.from) return undefined;
  const again = runs.recoveriesOf(runtimeId).flatMap((exchange) => {
    const isIts = answersOf(exchange).some(({ body }) => list(body.recovered).includes(taskId));
    const change = isIts ? changeOf(exchange) : undefined;
    return change && change.from > last.to && change.to < at.from ? [change.to] : [];
  });
  if (again[0] !== undefined) return { event: again[0], isFirst: false };
  const told = Math.max(...last.answers.filter(({ index }) => index < at.to).map(({ time }) => time));
  const isStarted = story.wordsOf('startAgentTask').some(({ arrived }) => (arrived[0]?.index ?? never) < at.to);
  const isOver = told + limits.claimLease + margin < begin;
  return !isStarted && isOver ? { event: last.to, isFirst: false } : undefined;
}

/** A key that got a task gets no other; it may have got one by a claim whose answer was lost, and lost it since. */
function mayBeBound({ runs, runtimeId, exchanges, claims }: Desk, answer: Said): boolean {
  const key = claimKeyOf(answer.exchange);
  const isBound = [...claims.values()].flat().some((claim) => claim.claimKey === key && claim.from < answer.index);
  if (isBound) return true;
  const begin = answer.exchange.arrived[0]?.index ?? 0;
  const lost = exchanges.find(
    (one) => claimKeyOf(one) === key && answersOf(one).filter(isTold).length < one.arrived.length,
  );
  const from = lost?.arrived[0]?.index;
  if (from === undefined || from >= begin) return false;
  const since = ({ arrived }: Exchange) => arrived.some(({ index }) => index > from && index < answer.index);
  const rivals = exchanges.filter((one) => claimKeyOf(one) !== key);
  const tasks = [...runs.tasks.values()].filter((story) => story.runtimeId === runtimeId);
  const words = tasks.flatMap((story) => [...story.cancels, ...story.words]);
  return [...rivals, ...words, ...runs.recoveriesOf(runtimeId), ...runs.runtime(runtimeId).removals].some(since);
}
