import {
  endedPhaseStates,
  type PhaseSession,
  type PhaseState,
  phaseTransitions,
} from '../../../../contracts/wire/index.ts';
import { check } from '../../check.ts';
import { Findings } from '../../findings.ts';
import { fields, param, type Said, text } from '../../reading.ts';
import type { PhaseStory } from '../story/story.ts';
import type { Life, PhaseTruth } from '../story/truth.ts';
import { windowOf } from '../story/windows.ts';

/** The end of a session is its end (PHASE-18). */
export const endedStaysEnded = check({
  id: 'ended-stays-ended',
  level: 'MUST',
  requirements: ['PHASE-18'],
  sentence:
    'A session changes its state by legal transitions only, each told once; it can be cancelled until it has ended, and how it ended stays: nothing runs in it any more.',
  start() {
    const found = new Findings();
    return {
      on() {},
      end({ phases }) {
        const { truth } = phases;
        if (!truth) return found;
        for (const life of truth.lives.values()) judgeLife(phases, life, found);
        for (const answer of phases.answers('cancelPhaseSession', 'finishPhaseSession'))
          judgeAnswer(phases, truth, answer, found);
        for (const answer of phases.answers('sendPhaseMessage', 'beginPhaseSession'))
          judgeRun(phases, truth, answer, found);
        return found;
      },
    };
  },
});

function judgeLife(phases: PhaseStory, { sessionId, frames }: Life, found: Findings): void {
  // A title may be given again as it was.
  const isTitled = phases.of(sessionId, 'updatePhaseSession').length > 0;
  let last: { session: PhaseSession; event: number } | undefined;
  let deleted: number | undefined;
  for (const { value: frame, event } of frames) {
    const breach = (message: string) => found.breach(`Session ${sessionId} ${message}`, deleted, last?.event, event);
    found.judged += 1;
    if (deleted !== undefined) breach(`has ${frame.type} in the feed after it was deleted.`);
    if (frame.type === 'phase.deleted') {
      deleted ??= event;
      if (last && !endedPhaseStates.has(last.session.state)) breach(`was deleted while ${last.session.state}.`);
      continue;
    }
    const { session } = frame;
    if (endedPhaseStates.has(session.state) !== (session.endedAt !== null))
      breach(`is ${session.state}, and ended at ${session.endedAt}.`);
    if (frame.type === 'phase.started' && (last || session.state !== 'created'))
      breach(`was started as ${session.state}.`);
    if (last) judgeStep(last.session, session, breach, isTitled ? 'may be the same' : 'is another');
    last = { session, event };
  }
}

function judgeStep(
  before: PhaseSession,
  now: PhaseSession,
  breach: (message: string) => void,
  next: 'may be the same' | 'is another',
): void {
  if (before.state !== now.state && !phaseTransitions[before.state].includes(now.state))
    breach(`went from ${before.state} to ${now.state}.`);
  const isSame = before.state === now.state && before.title === now.title && before.modelName === now.modelName;
  if (isSame && (next === 'is another' || before.version === now.version)) breach(`was told to be ${now.state} again.`);
  const isKept = before.endedAt === null || before.endedAt === now.endedAt;
  if (!isKept) breach(`ended at ${before.endedAt}, and then at ${now.endedAt}.`);
}

/** Whatever has ended is not run again. A message that was stored before is only answered again. */
function judgeRun(phases: PhaseStory, truth: PhaseTruth, answer: Said, found: Findings): void {
  const { exchange, status, body, index } = answer;
  const life = truth.lives.get(param(exchange, 'sessionId'));
  if (!life || phases.userOf(exchange) === undefined) return;
  const isRun = status === (exchange.operation === 'sendPhaseMessage' ? 201 : 200);
  const isRefused = status === 409 && text(body.code) === 'session_ended';
  const [least, most] = truth.steps(windowOf(answer));
  // Where it may have been deleted meanwhile, it may have been cancelled for that.
  if ((!isRun && !isRefused) || life.end <= most) return;
  const states = truth.versionsWithin(life, [least, most]).map(({ row }) => row.state);
  if (states.length === 0) return;
  found.judged += 1;
  const breach = (message: string) => found.breach(message, life.versions.at(-1)?.event, exchange.sent.index, index);
  const named = `${exchange.operation} in session ${life.sessionId}, ${[...new Set(states)].join(' or ')},`;
  if (isRun && states.every((state) => endedPhaseStates.has(state))) breach(`${named} was answered ${status}.`);
  if (isRefused && !states.some((state) => endedPhaseStates.has(state)))
    breach(`${named} was refused as if it had ended.`);
}

/** What a request for an end is answered follows from the state. */
function judgeAnswer(phases: PhaseStory, truth: PhaseTruth, answer: Said, found: Findings): void {
  const { exchange, status, body } = answer;
  const life = truth.lives.get(param(exchange, 'sessionId'));
  if (!life || phases.userOf(exchange) === undefined || (status >= 400 && status !== 409)) return;
  const wanted = exchange.operation === 'cancelPhaseSession' ? 'cancelled' : fields(exchange.sent.message.body).state;
  const [least, most] = truth.steps(windowOf(answer));
  // What it was before this answer made it something else.
  const own = status < 300 ? truth.stepOfVersion(life.sessionId, Number(body.version)) : -1;
  const until = own > least ? own - 1 : most;
  const states = new Set(truth.versionsWithin(life, [least, until]).map(({ row }) => row.state));
  if (states.size === 0) return;
  found.judged += 1;
  const due = new Set([...states].flatMap((state) => answersIn(state, wanted as PhaseState)));
  const got = status < 300 ? 'done' : (text(body.code) ?? '');
  const breach = (message: string) =>
    found.breach(message, life.versions.at(-1)?.event, exchange.sent.index, answer.index);
  const name = `Session ${life.sessionId}, ${[...states].join(' or ')},`;
  if (!due.has(got)) breach(`${name} was to be ${wanted}: ${status} ${got} instead of ${[...due].join(' or ')}.`);
  if (status < 300 && body.state !== wanted) breach(`${name} was to be ${wanted}, and is ${body.state}.`);
  const { state } = fields(body.current);
  if (got === 'session_ended' && (state === wanted || !states.has(state as PhaseState)))
    breach(`${name} was to be ${wanted}, which was refused because it is ${state}.`);
}

function answersIn(state: PhaseState, wanted: PhaseState): string[] {
  if (state === wanted || phaseTransitions[state].includes(wanted)) return ['done'];
  return [endedPhaseStates.has(state) ? 'session_ended' : 'session_not_started'];
}
