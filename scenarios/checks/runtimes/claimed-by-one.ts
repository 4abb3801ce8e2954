import { limits } from '../../../contracts/wire/index.ts';
import { check, type Exchange } from '../check.ts';
import { Findings } from '../findings.ts';
import { answersOf, list } from '../reading.ts';
import { changeOf, isBefore } from './effects.ts';
import { margin } from './ends.ts';
import { type Claim, claimKeyOf, claimsOf } from './offers.ts';
import { claimedIn } from './rows.ts';
import type { Runs, TaskStory } from './runs.ts';

/** A task is worked on by one daemon at a time (RUN-7). */
export const claimedByOne = check({
  id: 'claimed-by-one',
  level: 'MUST',
  requirements: ['RUN-7'],
  sentence:
    'A claim gives a task of its own runtime, the same again for the same key, and to another key only when its lease is over or it was queued again.',
  start() {
    const found = new Findings();
    return {
      on() {},
      end({ runs: all }) {
        for (const runs of all.all) {
          const claims = claimsOf(runs);
          const ofTask = Map.groupBy(claims, ({ task }) => task.taskId);
          for (const claim of claims) {
            judgeClaim(claim, found);
            judgeSameLease(runs, claim, found);
            judgeNothing(runs, claim, ofTask.get(claim.task.taskId) ?? [], found);
          }
          for (const [taskId, its] of ofTask) {
            judgeLeases(runs, its, found);
            judgeWords(runs, runs.task(taskId), its, found);
          }
        }
        return found;
      },
    };
  },
});

function judgeClaim({ claimKey, runtimeId, task, answers }: Claim, found: Findings): void {
  found.judged += 1;
  const [first] = answers;
  if (task.runtimeId !== runtimeId) {
    const message = `Runtime ${runtimeId} was given task ${task.taskId}, which is for runtime ${task.runtimeId}.`;
    found.breach(message, first?.exchange.sent.index, first?.index);
  }
  for (const again of answers.slice(1)) {
    found.judged += 1;
    const { taskId, attempt, priorSessionId, priorWorkDir } = again.task;
    const name = `Claim ${claimKey} of task ${task.taskId}`;
    if (taskId !== task.taskId) found.breach(`${name} was then given task ${taskId}.`, first?.index, again.index);
    else if (attempt !== task.attempt)
      found.breach(`${name} was given attempt ${attempt}, too.`, first?.index, again.index);
    else if (priorSessionId !== task.priorSessionId || priorWorkDir !== task.priorWorkDir) {
      const message = `${name} was offered session ${priorSessionId} in ${priorWorkDir}, after ${task.priorSessionId} in ${task.priorWorkDir}.`;
      found.breach(message, first?.index, again.index);
    }
  }
}

/** A lease that runs is not prolonged by whoever has it. */
function judgeSameLease(runs: Runs, { claimKey, answers }: Claim, found: Findings): void {
  for (const [place, again] of answers.entries()) {
    const before = answers[place - 1];
    const arrived = again.exchange.arrived[0]?.index ?? 0;
    if (!before || runs.beginning === undefined || arrived < before.index) continue;
    const [due, shown] = [before.task.claim.expiresAt, again.task.claim.expiresAt];
    if (runs.beginning + runs.timeAt(again.index) + margin >= due) continue;
    found.judged += 1;
    if (shown === due) continue;
    const message = `Claim ${claimKey} was said again, and its lease moved by ${shown - due} ms.`;
    found.breach(message, before.index, again.index);
  }
}

/** As long as nothing has happened to the task its key gets it again. */
function judgeNothing(runs: Runs, claim: Claim, rivals: readonly Claim[], found: Findings): void {
  const { claimKey, runtimeId, task } = claim;
  const story = runs.task(task.taskId);
  const changes = [
    ...story.wordsOf('startAgentTask', 'failTask', 'completeTask'),
    ...story.cancels,
    ...runs.recoveriesOf(runtimeId),
    ...runs.runtime(runtimeId).removals,
  ].flatMap((exchange) => changeOf(exchange) ?? []);
  for (const exchange of runs.claimsOf(runtimeId)) {
    const from = exchange.arrived[0]?.index ?? 0;
    if (claimKeyOf(exchange) !== claimKey || from < claim.to) continue;
    for (const answer of answersOf(exchange)) {
      if (claimedIn(answer) === undefined) continue;
      found.judged += 1;
      const isElsewhere = rivals.some((rival) => rival !== claim && rival.from < answer.index);
      const isChanged = changes.some((change) => change.to > claim.from && change.from < answer.index);
      if (claimedIn(answer) !== null || isElsewhere || isChanged) continue;
      const message = `Claim ${claimKey} was given nothing, though task ${task.taskId} was dispatched by it and not started.`;
      found.breach(message, claim.to, answer.index);
    }
  }
}

/** Whoever has a task has it until its lease is over. */
function judgeLeases(runs: Runs, claims: readonly Claim[], found: Findings): void {
  const grants = claims.flatMap(({ claimKey, answers }) =>
    answers.map(({ task, index }) => ({
      claimKey,
      index,
      attempt: task.attempt,
      from: task.dispatchedAt ?? 0,
      to: task.claim.expiresAt,
    })),
  );
  grants.sort((a, b) => a.from - b.from || a.index - b.index);
  for (const { claimKey, index, from, to } of grants) {
    found.judged += 1;
    const now = (runs.beginning ?? Number.POSITIVE_INFINITY) + runs.timeAt(index);
    if (to - from >= limits.claimLease && to - now <= limits.claimLease + margin) continue;
    const lease = to - from < limits.claimLease ? to - from : to - now;
    found.breach(`Claim ${claimKey} was given a lease of ${lease} ms instead of ${limits.claimLease} ms.`, index);
  }
  let holder: (typeof grants)[number] | undefined;
  for (const grant of grants) {
    const isSame = holder?.claimKey === grant.claimKey;
    if (holder && holder.attempt === grant.attempt && !isSame) {
      found.judged += 1;
      if (grant.from < holder.to) {
        const message = `Claim ${grant.claimKey} was given a task ${holder.to - grant.from} ms before the lease of claim ${holder.claimKey} was over.`;
        found.breach(message, holder.index, grant.index);
      }
    }
    if (!holder || holder.attempt !== grant.attempt || grant.to >= holder.to) holder = grant;
  }
}

/** Only the claim that has a task now is heard. */
function judgeWords(runs: Runs, story: TaskStory, claims: readonly Claim[], found: Findings): void {
  const isRecovered = (exchange: Exchange) =>
    answersOf(exchange).some(({ body }) => [...list(body.recovered), ...list(body.failed)].includes(story.taskId));
  const recoveries = runs.recoveriesOf(story.runtimeId ?? '').filter(isRecovered);
  const lost = recoveries.flatMap((exchange) => changeOf(exchange) ?? []);
  for (const word of story.words) {
    const change = changeOf(word);
    if (!change?.certain) continue;
    found.judged += 1;
    const key = claimKeyOf(word);
    const its = claims.find(({ claimKey }) => claimKey === key);
    const since = its
      ? [...claims.filter((one) => one !== its), ...lost].find((one) => isBefore(its, one) && isBefore(one, change))
      : undefined;
    if (!since) continue;
    const message = `${word.operation} of task ${story.taskId} was taken from claim ${key}, which had lost it.`;
    found.breach(message, its?.to, since.to, ...change.events);
  }
  const started = story.wordsOf('startAgentTask').flatMap((word) => {
    const answer = answersOf(word).find(({ status }) => status === 200);
    return answer ? [{ key: claimKeyOf(word), attempt: answer.body.attempt, to: answer.index }] : [];
  });
  for (const claim of claims) {
    const other = started.find(
      ({ key, attempt, to }) => key !== claim.claimKey && attempt === claim.task.attempt && to < claim.from,
    );
    if (!other) continue;
    const message = `Claim ${claim.claimKey} was given task ${story.taskId}, which claim ${other.key} had started.`;
    found.breach(message, other.to, claim.to);
  }
}
