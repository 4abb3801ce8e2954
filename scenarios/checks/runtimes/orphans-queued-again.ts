import { type AgentTask, limits } from '../../../contracts/wire/index.ts';
import { check, type Exchange } from '../check.ts';
import { Findings } from '../findings.ts';
import type { Observed } from '../observed.ts';
import { answersOf, list, type Said } from '../reading.ts';
import { changeOf, never } from './effects.ts';
import { margin } from './ends.ts';
import { type Claim, claimsOf } from './offers.ts';
import type { Runs, Sighting, TaskStory } from './runs.ts';

/** Milliseconds that a target may take to notice what is due. */
const patience = 30_000;

/** Whoever loses its daemon is tried once more (RUN-8). */
export const orphansQueuedAgain = check({
  id: 'orphans-queued-again',
  level: 'MUST',
  requirements: ['RUN-8'],
  sentence:
    'A task whose daemon began anew, or was silent for 300 seconds, is queued again for its second attempt or fails after it, and no other task is.',
  start() {
    const found = new Findings();
    return {
      on() {},
      end(observed) {
        for (const runs of observed.runs.all) {
          const claims = claimsOf(runs);
          for (const { runtimeId } of runs.runtimes.values()) {
            for (const exchange of runs.recoveriesOf(runtimeId)) {
              for (const answer of answersOf(exchange)) judgeRecovery(runs, runtimeId, answer, claims, found);
            }
          }
          for (const story of runs.tasks.values()) judgeSightings(runs, story, observed, found);
        }
        return found;
      },
    };
  },
});

/** A recovery names every task that was surely under way, and they are queued or failed from then on. */
function judgeRecovery(runs: Runs, runtimeId: string, answer: Said, claims: readonly Claim[], found: Findings): void {
  const { exchange, status, body, index } = answer;
  if (status !== 200) return;
  found.judged += 1;
  const [recovered, failed] = [list(body.recovered), list(body.failed)];
  const from = exchange.arrived[0]?.index ?? 0;
  for (const taskId of recovered) {
    const later = runs.tasks.get(String(taskId))?.sightings.find((one) => one.from > index && one.row.attempt < 2);
    if (later)
      found.breach(`Task ${taskId} was queued again, but is in attempt ${later.row.attempt}.`, index, later.to);
  }
  for (const claim of claims) {
    const { task, to } = claim;
    if (claim.runtimeId !== runtimeId || to >= from || !isHeld(runs, claim, exchange, index)) continue;
    found.judged += 1;
    const due = task.attempt < limits.taskAttempts ? recovered : failed;
    if (due.includes(task.taskId)) continue;
    const what = due === recovered ? 'queued again' : 'failed';
    found.breach(`Task ${task.taskId} was not ${what}, though its daemon began anew.`, to, index);
  }
}

/** Was the task of a claim surely dispatched or running when its runtime was recovered? */
function isHeld(runs: Runs, claim: Claim, recovery: Exchange, until: number): boolean {
  const { task, from, runtimeId } = claim;
  const story = runs.task(task.taskId);
  const others = runs.recoveriesOf(runtimeId).filter((one) => one !== recovery);
  const words = [...story.wordsOf('completeTask', 'failTask'), ...story.cancels, ...runs.runtime(runtimeId).removals];
  const isChanged = [...words, ...others].some((exchange) => {
    const change = changeOf(exchange);
    return change !== undefined && change.to > from && change.from < until;
  });
  // A duplicate of the recovery finds nothing left.
  if (isChanged || recovery.arrived.length > 1) return false;
  return longestSilence(runs, runtimeId, runs.timeAt(from), runs.timeAt(until)) < limits.runtimeSilence - margin;
}

/** A second attempt has a cause, and a runtime that is silent for long keeps no running task. */
function judgeSightings(runs: Runs, story: TaskStory, observed: Observed, found: Findings): void {
  const { runtimeId } = story;
  if (runtimeId === undefined) return;
  const again = story.sightings.find(({ row }) => row.attempt > 1 || row.failureReason === 'runtime_offline');
  if (again) {
    found.judged += 1;
    const isAsked = runs.recoveriesOf(runtimeId).some((one) => (changeOf(one)?.from ?? never) < again.to);
    const since = runs.timeAt(story.queued?.from ?? 0);
    const silence = longestSilence(runs, runtimeId, since, runs.timeAt(again.to));
    if (silence < limits.runtimeSilence - margin && (!isAsked || again.row.failureReason === 'runtime_offline')) {
      const message = `Task ${story.taskId} was taken from its daemon, which had not begun anew and was silent for ${silence} ms at most.`;
      found.breach(message, again.to);
    }
  }
  const kept = observed.alarmsLate ? undefined : story.sightings.find((one) => isAbandoned(runs, runtimeId, one));
  if (story.sightings.some(({ row }) => row.state === 'running')) found.judged += 1;
  if (!kept) return;
  const message = `Task ${story.taskId} is still running on runtime ${runtimeId}, which has been silent for more than ${limits.runtimeSilence} ms.`;
  found.breach(message, kept.to);
}

function isAbandoned(runs: Runs, runtimeId: string, { row, from }: Sighting<AgentTask>): boolean {
  if (row.state !== 'running') return false;
  const now = runs.timeAt(from);
  const arrivals = runs.runtime(runtimeId).signs.flatMap(({ arrived }) => arrived);
  const last = Math.max(0, ...arrivals.filter(({ index }) => index < from).map(({ time }) => time));
  return now - last > limits.runtimeSilence + patience;
}

/** The longest that a runtime may have been silent between two times, in milliseconds. */
function longestSilence(runs: Runs, runtimeId: string, from: number, until: number): number {
  const signs = runs
    .runtime(runtimeId)
    .signs.filter((sign) => changeOf(sign)?.certain)
    .map((sign) => ({ from: sign.arrived[0]?.time ?? 0, to: answersOf(sign)[0]?.time ?? 0 }))
    .sort((a, b) => a.from - b.from);
  let [longest, last] = [0, from];
  for (const sign of signs) {
    if (sign.to < from || sign.from > until) {
      if (sign.to < from) last = Math.min(from, sign.from);
      continue;
    }
    longest = Math.max(longest, sign.to - last);
    last = sign.from;
  }
  return Math.max(longest, until - last);
}
