import { limits, type Registered, type RoutedState } from '../../../contracts/wire/index.ts';
import type { Observed } from '../observed.ts';
import { margin } from './live-sessions.ts';
import type { AskedFrame } from './live-sockets.ts';
import type { LiveStory } from './live-story.ts';

/** What a frame met at the target. */
export interface Met {
  state: RoutedState;
  run: number;
  /** The least `seq` the session stood at. */
  seq: number;
  /** Both where it is not known what a fault did to the registry. */
  registered: readonly Registered[];
}

const alive: ReadonlySet<RoutedState> = new Set(['STARTING', 'ACTIVE', 'DETACHED', 'SUSPENDED', 'CLOSING']);

/** Frames that make or end a loop; others change at most who watches it, which no route asks for. */
const deciding: ReadonlySet<string> = new Set(['send', 'interrupt', 'stop']);

/** Durable state and registry as a frame met them, where the history tells for certain. */
export function metBy(asked: AskedFrame, sessionId: string, observed: Observed): Met | undefined {
  const { sessions } = observed.live;
  const story = sessions.get(sessionId);
  const { arrived } = asked;
  if (!story || !arrived || sessions.beginning === undefined) return undefined;
  const struck = sessions.divergencesOf(sessionId).filter(({ fault }) => fault.time <= arrived.time);
  const here = struck.filter(({ frame }) => frame === asked);
  if (story.orders === 0 && story.events.length === 0) {
    const isKnown = observed.live.records.has(sessionId) || asked.socket.projectId !== observed.projectId;
    return isKnown ? undefined : { state: 'unknown', run: 0, seq: 0, registered: registeredBy('unknown', here) };
  }
  if (!story.isWhole || story.isRemade) return undefined;
  const seq = story.stoodBefore(arrived, sessions.beginning);
  const { state, run, since } = story.standingAt(seq);
  const entered = sessions.timeOf(story.events.find((event) => event.seq === since)?.at ?? 0) ?? 0;
  if (state === undefined || isCrowded(asked, sessionId, story, observed)) return undefined;
  // A stored ENDED has no loop whatever became of the memory.
  const isLost = sessions.restarts.some(({ time }) => time >= entered && time <= arrived.time);
  const isParted = struck.some(({ frame, fault }) => frame !== asked && fault.time >= entered);
  if ((isLost && state !== 'ENDED') || isParted) return undefined;
  const last = sessions.timeOf(story.events.findLast((event) => event.seq <= seq)?.at ?? 0) ?? 0;
  // At the end of an idle period either comes first.
  if (state !== 'ENDED' && arrived.time - last >= limits.liveIdlePeriod - margin) return undefined;
  return { state, run, seq, registered: registeredBy(state, here) };
}

function registeredBy(state: RoutedState, here: Observed['live']['sessions']['divergences']): readonly Registered[] {
  const usual: Registered = alive.has(state) ? 'loop' : 'no loop';
  const detail = here.at(-1)?.fault.detail;
  if (here.length === 0) return [usual];
  return detail === 'lost' ? ['no loop'] : detail === 'stale' ? ['loop'] : ['loop', 'no loop'];
}

/** Did something else happen to the session, of which it is not known what came first? */
function isCrowded(asked: AskedFrame, sessionId: string, story: LiveStory, observed: Observed): boolean {
  const { live } = observed;
  const place = asked.arrived ?? asked.sent;
  const isWatched = live.watches.all.some(
    ({ sessionId: id, isSure, begun, ended, socket }) =>
      id === sessionId &&
      isSure &&
      begun.index < place.index &&
      (ended?.index ?? Number.POSITIVE_INFINITY) > place.index &&
      (socket.closed?.index ?? Number.POSITIVE_INFINITY) > place.index,
  );
  return story.frames.some((other) => {
    if (other === asked || !deciding.has(other.type) || !other.arrived) return false;
    // Under way when this one arrived: on real time the target may take them in any order.
    if (other.arrived.index < place.index && (other.answer?.index ?? place.index) > place.index) return true;
    if (other.arrived.time !== place.time) return false;
    if (other.answer && other.answer.index < place.index) return !isWatched;
    return other.arrived.index < place.index || isAnsweredFirst(other, asked);
  });
}

/** Then it may have been handled first, too. */
function isAnsweredFirst(other: AskedFrame, { answer }: AskedFrame): boolean {
  return other.answer !== undefined && (answer === undefined || other.answer.index < answer.index);
}
