import type { LiveSession, LiveState } from '../../../../contracts/wire/index.ts';
import { check } from '../../check.ts';
import { Findings } from '../../findings.ts';
import type { Observed } from '../../observed.ts';
import { type Fields, fields, list, text } from '../../reading.ts';
import type { AskedFrame } from '../live-sockets.ts';
import type { LiveStory } from '../live-story.ts';

/** States in which a loop is registered, and takes prompts. */
const alive: ReadonlySet<LiveState> = new Set(['STARTING', 'ACTIVE', 'DETACHED', 'SUSPENDED']);
/** Frames that are routed mend what registry and store disagree on before they are answered. */
const mending: ReadonlySet<string> = new Set(['switch_session', 'reconnect']);
/** Milliseconds in which a session that is CREATED becomes STARTING where its message is there already. */
const blink = 50;

/** What a switch says of the session is so (LIVE-4). */
export const switchedTellsTheTruth = check({
  id: 'switched-tells-the-truth',
  level: 'MUST',
  requirements: ['LIVE-4'],
  sentence:
    'The answer to a switch has state, mode, cwd, branch, worktree and tokens of the session, and says that it is running exactly where a loop runs in a running state.',
  start() {
    const found = new Findings();
    return {
      on() {},
      end(observed) {
        for (const { asked: frames } of observed.live.sockets.all.values()) {
          for (const asked of frames) {
            for (const shown of standingsIn(asked)) judgeStanding(asked, shown, observed, found);
          }
        }
        return found;
      },
    };
  },
});

/** What the answer says of each session. */
function standingsIn({ answer }: AskedFrame): Fields[] {
  const frame = answer?.frame;
  if (frame?.type === 'session_switched' || frame?.type === 'watched') return [frame];
  const standings = frame?.type === 'reconnected' || frame?.type === 'resumed' ? list(frame.sessions) : [];
  return standings.map(fields).filter(({ status }) => status !== 'not_found');
}

function judgeStanding(asked: AskedFrame, shown: Fields, observed: Observed, found: Findings): void {
  const story = observed.live.sessions.get(text(shown.sessionId) ?? '');
  if (!story?.isWhole || story.isRemade || typeof shown.seq !== 'number' || !asked.answer) return;
  const events = [asked.arrived?.index, asked.answer.index];
  const { state, since } = story.standingAt(shown.seq);
  if (state === undefined) return;
  const breach = (what: string, is: unknown, due: unknown) => {
    const text = `${asked.answer?.frame.type} says ${what} ${String(is)} of session ${story.sessionId}, where it is ${String(due)}.`;
    found.breach(text, ...events, story.indexOf(story.events.find(({ seq }) => seq === since)));
  };
  if (isCertain(asked, story, shown.seq, observed)) {
    found.judged += 1;
    if (shown.running !== alive.has(state)) breach('running', shown.running, `${alive.has(state)} (${state})`);
  }
  if (shown.type !== 'session_switched') return;
  found.judged += 1;
  if (shown.state !== state) breach('state', shown.state, state);
  for (const [name, due] of Object.entries(detailsAt(story, shown.seq, observed))) {
    if (due !== undefined && shown[name] !== due) breach(name, shown[name], due);
  }
}

/** Is it known whether a loop was registered? */
function isCertain(asked: AskedFrame, story: LiveStory, seq: number, { live: { sessions } }: Observed): boolean {
  const { state, since } = story.standingAt(seq);
  const entered = story.events.find((event) => event.seq === since)?.at ?? 0;
  const next = story.states.find((event) => event.seq > since);
  const time = asked.arrived?.time ?? 0;
  if (state === 'CREATED' && next && next.state === 'STARTING' && next.at - entered <= blink) return false;
  const struck = sessions
    .divergencesOf(story.sessionId)
    .filter(({ fault }) => fault.time <= (asked.answer?.time ?? time));
  return struck.length === 0 || (mending.has(asked.type) && state !== 'CREATED');
}

/** The other fields, as far as they are known. */
function detailsAt(story: LiveStory, seq: number, { live }: Observed): Fields {
  const made = story.makings.find(({ status }) => status === 201)?.body as Partial<LiveSession> | undefined;
  const record = made ?? live.records.get(story.sessionId)?.value;
  const before = story.events.filter((event) => event.seq <= seq);
  const changed = before.findLast((event) => event.type === 'mode_changed');
  const completed = before.findLast((event) => event.type === 'message_complete');
  return {
    mode: changed?.mode ?? made?.mode,
    cwd: record?.cwd,
    branch: record?.branch,
    worktree: record?.worktree,
    tokens: completed?.metadata.totalTokens ?? 0,
  };
}
