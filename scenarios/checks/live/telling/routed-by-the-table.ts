import {
  type RoutedOperation,
  type RoutingOutcome,
  routedOperations,
  routeOf,
} from '../../../../contracts/wire/index.ts';
import { check } from '../../check.ts';
import { Findings } from '../../findings.ts';
import type { Observed } from '../../observed.ts';
import { type Fields, fields, list, tokenOf } from '../../reading.ts';
import { type Met, metBy } from '../known-state.ts';
import { type AskedFrame, sessionsOf } from '../live-sockets.ts';
import type { LiveStory } from '../live-story.ts';
import { runOf } from '../turns.ts';

const operations: ReadonlySet<string> = new Set(routedOperations);
const newLoop: ReadonlySet<RoutingOutcome> = new Set(['start', 'resume', 'end-and-resume', 'abort-and-resume']);
const refusals: ReadonlySet<RoutingOutcome> = new Set(['refuse', 'abort-and-refuse']);

/** Every operation does what the table says (LIVE-18). */
export const routedByTheTable = check({
  id: 'routed-by-the-table',
  level: 'MUST',
  requirements: ['LIVE-18', 'LIVE-1'],
  sentence:
    'What send, interrupt, switch and reconnect do follows the table of the contract, by durable state and registered loop.',
  start() {
    const found = new Findings();
    return {
      on() {},
      end(observed) {
        for (const { asked: frames } of observed.live.sockets.all.values()) {
          for (const asked of frames) {
            if (!operations.has(asked.type) || !asked.answer || !asked.socket.connected) continue;
            for (const sessionId of sessionsOf(asked.frame)) judgeFrame(asked, sessionId, observed, found);
          }
        }
        return found;
      },
    };
  },
});

function judgeFrame(asked: AskedFrame, sessionId: string, observed: Observed, found: Findings): void {
  const met = metBy(asked, sessionId, observed);
  const answer = answerFor(asked, sessionId);
  if (!met || !answer || !isItsUser(asked, sessionId, observed)) return;
  const operation = asked.type as RoutedOperation;
  const outcomes = met.registered.map((registered) => routeOf(operation, met.state, registered));
  const told = judgeAnswer(asked, sessionId, outcomes, answer, met, observed);
  if (told === undefined) return;
  found.judged += 1;
  if (told === '') return;
  const where = `session ${sessionId}, which was ${met.state},`;
  const text = `${operation} to ${where} should ${outcomes.join(' or ')}, but ${told}.`;
  found.breach(text, asked.arrived?.index, asked.answer?.index);
}

/** What happened instead; nothing where it is as it should be; undefined where it cannot be told. */
function judgeAnswer(
  asked: AskedFrame,
  sessionId: string,
  outcomes: readonly RoutingOutcome[],
  answer: Fields,
  met: Met,
  observed: Observed,
): string | undefined {
  const isRefused = answer.code === 'not_found' || answer.status === 'not_found';
  if (answer.type === 'error' && !isRefused) return undefined;
  if (outcomes.every((outcome) => refusals.has(outcome))) return isRefused ? '' : 'it was not refused';
  if (isRefused) return 'it was refused as not found';
  const story = observed.live.sessions.get(sessionId);
  if (answer.type !== 'accepted') {
    const running = outcomes.map((outcome) => outcome === 'answer-running');
    if (!running.includes(answer.running === true)) return `the answer says running: ${String(answer.running)}`;
    return outcomes.length > 1 ? '' : judgeEnd(story, outcomes[0] === 'end-and-answer', met, answer);
  }
  const turn = story?.turns.get(String(asked.frame.clientMsgId));
  const run = story && turn && runOf(story, turn);
  // Never begun: which loop took it cannot be told.
  const isUnknown = answer.status !== 'stored' || run === undefined || !turn?.terminals[0]?.messageId;
  if (isUnknown) return undefined;
  // A loop that was registered for a session still CREATED starts with the prompt.
  const due = outcomes.map((outcome) => met.run + (newLoop.has(outcome) || met.state === 'CREATED' ? 1 : 0));
  return due.includes(run) ? '' : `run ${run} took it instead of run ${due.join(' or ')}`;
}

/** Before its answer a look ends what the table says, and nothing else. */
function judgeEnd(story: LiveStory | undefined, ends: boolean, met: Met, { seq }: Fields): string {
  const end = story?.states.find((event) => event.seq > met.seq && event.seq <= Number(seq) && event.state === 'ENDED');
  if (ends && !end) return 'the session was not ended';
  // A session that is CLOSING may come to its end at the same moment.
  return end && !ends && met.state !== 'CLOSING' ? 'the session was ended' : '';
}

function answerFor({ answer }: AskedFrame, sessionId: string): Fields | undefined {
  if (answer?.frame.type !== 'reconnected') return answer?.frame;
  return list(answer.frame.sessions)
    .map(fields)
    .find((standing) => standing.sessionId === sessionId);
}

/** Whoever made a session has the token that made it; of another token it is not known whose it is. */
function isItsUser({ socket }: AskedFrame, sessionId: string, { live }: Observed): boolean {
  const [making] = live.sessions.get(sessionId)?.makings ?? [];
  return !making || tokenOf(making.exchange) === socket.token;
}
