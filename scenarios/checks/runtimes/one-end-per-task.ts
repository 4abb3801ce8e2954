import { type AgentTask, endedStates, limits } from '../../../contracts/wire/index.ts';
import { check, type Exchange } from '../check.ts';
import { Findings } from '../findings.ts';
import { answersOf, fields, type Said, said, text } from '../reading.ts';
import { changeOf } from './effects.ts';
import { type End, saidBefore } from './ends.ts';
import { type Claim, claimKeyOf, claimsOf } from './offers.ts';
import type { Runs, Sighting, TaskStory } from './runs.ts';

/** The first end of a task stays as it was said, however often it is said (RUN-4). */
export const oneEndPerTask = check({
  id: 'one-end-per-task',
  level: 'MUST',
  requirements: ['RUN-4'],
  sentence:
    'A task of an agent goes forward through its states, in two attempts at most, and ends once, for a reason, with what its run said; said again, an end is answered and changes nothing.',
  start() {
    const found = new Findings();
    const ends: Said[] = [];
    return {
      on(event, exchange) {
        const answer = said(event, exchange, 'completeTask', 'failTask', 'startAgentTask');
        if (answer) ends.push(answer);
      },
      end({ runs: all }) {
        for (const answer of ends) judgeAnswer(answer, found);
        for (const runs of all.all) {
          const claims = Map.groupBy(claimsOf(runs), ({ task }) => task.taskId);
          for (const story of runs.tasks.values()) {
            const end = runs.endOf(story.taskId);
            judgeSteps(story, found);
            if (!end || end.isLegacy) continue;
            judgeEnd(runs, story, end, claims.get(story.taskId) ?? [], found);
            judgeRefusals(story, end, found);
          }
        }
        return found;
      },
    };
  },
});

const stateAfter: Record<string, string> = { completeTask: 'completed', failTask: 'failed', startAgentTask: 'running' };

function judgeAnswer({ exchange, status, body, index }: Said, found: Findings): void {
  const due = stateAfter[exchange.operation];
  if (status !== 200) return;
  found.judged += 1;
  if (body.state === due) return;
  found.breach(`${exchange.operation} was answered 200 with a task that is ${body.state}.`, exchange.sent.index, index);
}

const rank = ({ state, attempt }: AgentTask) =>
  endedStates.has(state) ? Number.POSITIVE_INFINITY : attempt * 4 + ['queued', 'dispatched', 'running'].indexOf(state);
const name = ({ state, attempt }: AgentTask) => `${state} in attempt ${attempt}`;
/** All that an end settles. */
const outcome = ({ state, attempt, sessionId, workDir, failureReason, error, output, finishedAt }: AgentTask) =>
  JSON.stringify([state, attempt, sessionId, workDir, failureReason, error, output, finishedAt]);

/** What is read later is never earlier in the life of the task. */
function judgeSteps(story: TaskStory, found: Findings): void {
  const inOrder = story.sightings.toSorted((a, b) => a.from - b.from);
  const seen = story.sightings.toSorted((a, b) => a.to - b.to);
  let furthest: Sighting<AgentTask> | undefined;
  let next = 0;
  for (const sighting of inOrder) {
    for (let one = seen[next]; one && one.to < sighting.from; one = seen[++next]) {
      if (!furthest || rank(one.row) > rank(furthest.row)) furthest = one;
    }
    found.judged += 1;
    const { row, to } = sighting;
    if (row.attempt > limits.taskAttempts) found.breach(`Task ${row.taskId} is ${name(row)}.`, to);
    if (furthest && rank(row) < rank(furthest.row)) {
      found.breach(`Task ${row.taskId} is ${name(row)}, after it was ${name(furthest.row)}.`, furthest.to, to);
    }
  }
  const ended = story.sightings.filter(({ row }) => endedStates.has(row.state));
  const [first] = ended;
  const other = first && ended.find(({ row }) => outcome(row) !== outcome(first.row));
  if (!first || !other) return;
  const message = `Task ${story.taskId} ended as ${outcome(first.row)} and was then shown as ${outcome(other.row)}.`;
  found.breach(message, first.to, other.to);
}

/** An end is what somebody asked for, with what the run said. */
function judgeEnd(runs: Runs, story: TaskStory, end: End, claims: readonly Claim[], found: Findings): void {
  found.judged += 1;
  const { row, to } = end;
  const breach = (text: string) => found.breach(`Task ${story.taskId} ${text}`, ...end.events);
  const isByDaemon = row.state === 'completed' || ['agent_error', 'timeout'].includes(row.failureReason ?? '');
  if (!isByDaemon) {
    const causes =
      row.state === 'cancelled'
        ? story.cancels
        : row.failureReason === 'runtime_removed'
          ? runs.runtime(row.runtimeId).removals
          : row.failureReason === 'runtime_recovery'
            ? runs.recoveriesOf(row.runtimeId)
            : undefined;
    if (causes && !causes.some((exchange) => mayHave(exchange, to)))
      breach(`is ${row.state}, reason ${row.failureReason ?? 'none'}, though nobody asked for it.`);
    judgeKept(story, end, claims, breach);
    return;
  }
  const words = story
    .wordsOf(row.state === 'completed' ? 'completeTask' : 'failTask')
    .filter((one) => mayHave(one, to));
  const its = words.map((word) => fields(word.sent.message.body)).filter((body) => isOf(body, row));
  if (its.length === 0) {
    breach(`is ${row.state} with an end that no daemon said.`);
    return;
  }
  const before = { from: end.to, to: end.to };
  const sessions = its.flatMap(({ sessionId }) => text(sessionId) ?? saidBefore(story, 'sessionId', before));
  const dirs = its.flatMap(({ workDir, claimKey }) => {
    if (text(workDir)) return [text(workDir)];
    const pinned = saidBefore(story, 'workDir', before);
    const claim = claims.find((one) => one.claimKey === claimKey);
    if (!pinned.includes(undefined) || !claim) return pinned;
    return [...pinned.filter((one) => one !== undefined), claim.task.priorWorkDir ?? undefined];
  });
  if (!sessions.includes(row.sessionId ?? undefined))
    breach(`ended with session ${row.sessionId ?? 'none'}, though its run said ${sessions[0] ?? 'none'}.`);
  // What a claim offered that nobody was told of is not known.
  const isTold = its.every(({ claimKey }) => claims.some((claim) => claim.claimKey === claimKey));
  const isUnclear = !isTold && dirs.includes(undefined);
  if (!isUnclear && !dirs.includes(row.workDir ?? undefined))
    breach(`ended with work directory ${row.workDir ?? 'none'}, though its run was in ${dirs[0] ?? 'none'}.`);
}

/** An end that its run did not say keeps what the run had said before. */
function judgeKept(story: TaskStory, { row, to }: End, claims: readonly Claim[], breach: (text: string) => void): void {
  const at = { from: to, to };
  const sessions = saidBefore(story, 'sessionId', at);
  if (!sessions.includes(row.sessionId ?? undefined))
    breach(`ended with session ${row.sessionId ?? 'none'}, though its run had said ${sessions[0] ?? 'none'}.`);
  const dirs = saidBefore(story, 'workDir', at);
  // A run that was silent about it worked where it was told to, or had not begun.
  const isSilent = dirs.includes(undefined);
  const told = isSilent ? claims.map(({ task }) => task.priorWorkDir ?? undefined) : [];
  // What a claim offered that nobody was told of is not known.
  const isUnclear = isSilent && claims.length === 0;
  if (!isUnclear && ![...dirs, ...told].includes(row.workDir ?? undefined))
    breach(`ended with work directory ${row.workDir ?? 'none'}, though its run had said ${dirs[0] ?? 'none'}.`);
}

function mayHave(exchange: Exchange, until: number): boolean {
  const change = changeOf(exchange);
  return change !== undefined && change.from < until;
}

function isOf(body: Record<string, unknown>, row: AgentTask): boolean {
  return row.state === 'completed'
    ? body.output === row.output
    : body.error === row.error && body.reason === row.failureReason;
}

/** The claim that ended a task may say so again. */
function judgeRefusals(story: TaskStory, { row }: End, found: Findings): void {
  const operation = row.state === 'completed' ? 'completeTask' : row.state === 'failed' ? 'failTask' : undefined;
  if (operation === undefined) return;
  const words = story.wordsOf(operation);
  const keys = new Set(words.filter((word) => changeOf(word)).map(claimKeyOf));
  // Whose word was the end is known where only one claim may have said it.
  const isTold = row.state === 'completed' || ['agent_error', 'timeout'].includes(row.failureReason ?? '');
  const [key] = keys;
  if (!isTold || keys.size !== 1 || key === undefined) return;
  for (const word of words) {
    for (const answer of answersOf(word)) {
      if (claimKeyOf(word) !== key || !['task_ended', 'claim_lost'].includes(String(answer.body.code))) continue;
      const message = `${operation} of task ${story.taskId} was refused as ${answer.body.code}, though it is ${row.state} by this very claim.`;
      found.breach(message, word.sent.index, answer.index);
    }
  }
}
