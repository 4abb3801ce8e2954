import type { LiveEvent } from '../../../contracts/wire/index.ts';
import { limits } from '../../../contracts/wire/index.ts';
import type { Observed } from '../observed.ts';
import type { LiveSessions } from './live-sessions.ts';
import type { AskedFrame } from './live-sockets.ts';
import type { LiveStory, Turn } from './live-story.ts';

/** Milliseconds without any sign of life after which a turn is not just slow. */
const patience = 60_000;

/** Does a prompt begin with a command that ends otherwise than in a reply? */
export function isCommand(prompt: string, command: '/hang' | '/fail'): boolean {
  return prompt.split(' ', 1)[0] === command;
}

/** Is a turn that has no end at the observation owed one? Not while its loop is at work, or told to hang. */
export function isOverdue(story: LiveStory, observed: Observed): boolean {
  const { sessions } = observed.live;
  const { state, since } = story.standingAt(Number.POSITIVE_INFINITY);
  if (observed.time === undefined || sessions.beginning === undefined || !story.isWhole) return false;
  if (state === 'ENDED') return true;
  const last = story.events.at(-1);
  const streamed = story.streamed.at(-1)?.time ?? 0;
  const quiet = observed.time - Math.max(sessions.timeOf(last?.at ?? 0) ?? 0, streamed);
  const hangs = story.unfinishedAt(Number.POSITIVE_INFINITY).some(({ user }) => isCommand(user.content, '/hang'));
  if (!hangs) return quiet >= patience;
  if (state !== 'CLOSING') return false;
  const closing = story.events.find(({ seq }) => seq === since);
  return closing !== undefined && observed.since(sessions.timeOf(closing.at) ?? 0) >= limits.closingPeriod + patience;
}

/**
 * Frames of some types that name this session, were not refused, and reached the target between two times of its clock,
 * both included.
 */
export function framesBetween(
  story: LiveStory,
  sessions: LiveSessions,
  types: readonly AskedFrame['type'][],
  from: number,
  to: number,
): AskedFrame[] {
  return story.frames.filter(({ type, arrived, answer }) => {
    if (!types.includes(type) || !arrived || !sessions.isWithin(arrived.time, from, to)) return false;
    return answer?.frame.type !== 'error' || answer.frame.code === 'unavailable';
  });
}

/** Was this prompt carried by an interrupt, as far as it is known? */
export function isInterrupt(story: LiveStory, clientMsgId: string): boolean {
  return story.frames.some(({ type, frame }) => type === 'interrupt' && frame.clientMsgId === clientMsgId);
}

/** When the life of the session began to which an event belongs: it was CREATED then, by the clock of the target. */
export function lifeOf(story: LiveStory, event: LiveEvent): number {
  return story.states.findLast(({ state, seq }) => state === 'CREATED' && seq <= event.seq)?.at ?? 0;
}

/** The loop that took a prompt: as its end says, or the beginning of its reply. */
export function runOf(story: LiveStory, { user, terminals }: Turn): number | undefined {
  const start = story.streamed.find(
    ({ type, frame }) => type === 'message_start' && frame.clientMsgId === user.clientMsgId,
  );
  return terminals[0]?.run ?? (typeof start?.frame.run === 'number' ? start.frame.run : undefined);
}
