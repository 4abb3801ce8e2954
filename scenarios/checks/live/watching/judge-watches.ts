import type { LiveEvent } from '../../../../contracts/wire/index.ts';
import type { Findings } from '../../findings.ts';
import type { Observed } from '../../observed.ts';
import { fields, list } from '../../reading.ts';
import { margin } from '../live-sessions.ts';
import type { LiveStory } from '../live-story.ts';
import type { Watch, WatchCause } from '../watches.ts';

/**
 * Judges the watches that began for these causes: every durable event stored while it watched, or after its cursor, was
 * sent to the connection, once and in order of `seq`, and chunks of a reply came without a gap.
 */
export function judgeWatches(observed: Observed, found: Findings, causes: readonly WatchCause[]): void {
  const { watches, sessions } = observed.live;
  /** By socket and reply: index of the next chunk. */
  const next = new Map<string, number>();
  for (const watch of watches.all) {
    const story = sessions.get(watch.sessionId);
    const isMine = causes.includes(watch.cause);
    judgeStream(watch, next, isMine ? found : undefined);
    if (!isMine || !watch.isSure || !story || story.isRemade) continue;
    judgeOrder(watch, found);
    judgeWhole(watch, story, observed, found);
  }
}

function judgeOrder({ socket, sessionId, after, begun, frames }: Watch, found: Findings): void {
  let previous = { seq: after ?? 0, index: begun.index };
  for (const { frame, index } of frames) {
    found.judged += 1;
    const seq = Number(frame.seq);
    if (seq <= previous.seq) {
      const how = seq <= (after ?? 0) ? `though it had all up to ${after}` : `after event ${previous.seq}`;
      found.breach(`${socket.actor} was sent event ${seq} of session ${sessionId} ${how}.`, previous.index, index);
    } else previous = { seq, index };
  }
}

/** Durable events that were to be sent for a watch, and those of them that never were, in order. */
export function dueOf(watch: Watch, story: LiveStory, observed: Observed): { due: LiveEvent[]; missed: LiveEvent[] } {
  const { socket, begun, frames, ended } = watch;
  const isOpen = observed.time === undefined ? socket.open : socket.openAtEnd;
  const gone = ended?.time ?? (isOpen ? Number.POSITIVE_INFINITY : (socket.closed?.time ?? 0));
  const last = Math.max(0, ...frames.map(({ frame }) => Number(frame.seq)));
  const timeOf = (event: LiveEvent) => observed.live.sessions.timeOf(event.at);
  const isDue = (event: LiveEvent) => {
    const time = timeOf(event);
    if (watch.due !== undefined && event.seq < watch.due) return false;
    if (watch.due === undefined && (time === undefined || time <= begun.time + margin)) return false;
    // What is stored as the watch ends may be sent or not.
    return event.seq <= last || gone === Number.POSITIVE_INFINITY || (time !== undefined && time + margin < gone);
  };
  const due = story.events.filter(isDue);
  const got = new Set(frames.map(({ frame }) => frame.seq));
  return { due, missed: due.filter(({ seq }) => !got.has(seq)) };
}

function judgeWhole(watch: Watch, story: LiveStory, observed: Observed, found: Findings): void {
  const { socket, sessionId, cause, begun } = watch;
  const { due, missed } = dueOf(watch, story, observed);
  found.judged += due.length;
  const [first] = missed;
  if (!first) return;
  const more = missed.length > 1 ? ` and ${missed.length - 1} more` : '';
  const what = `${first.type} (event ${first.seq}) of session ${sessionId}${more}`;
  const text = `${socket.actor} watched since its ${cause}, but was never sent ${what}.`;
  found.breach(text, watch.asked.arrived?.index, begun.index, story.indexOf(first));
}

function judgeStream({ socket, streamed }: Watch, next: Map<string, number>, found: Findings | undefined): void {
  for (const { type, frame, index } of streamed) {
    const key = `${socket.op}/${frame.messageId}`;
    const expected = next.get(key);
    next.set(key, Number(frame.index) + (type === 'chunk' ? 1 : 0));
    if (type !== 'chunk' || !found) continue;
    found.judged += 1;
    if (expected === undefined) {
      found.breach(
        `${socket.actor} was sent a chunk of reply ${frame.messageId}, of which it heard no beginning.`,
        index,
      );
    } else if (frame.index !== expected) {
      const text = `${socket.actor} was sent chunk ${frame.index} of reply ${frame.messageId}, where chunk ${expected} comes next.`;
      found.breach(text, index);
    }
  }
}

/** Judges what is answered of cursors: ahead of the session is invalid, and nothing else is. */
export function judgeCursors(observed: Observed, found: Findings, type: 'reconnect' | 'resume'): void {
  for (const { asked } of observed.live.sockets.all.values()) {
    for (const { type: kind, frame, answer, arrived } of asked) {
      if (kind !== type || answer === undefined || answer.frame.type === 'error') continue;
      const cursors = new Map(list(frame.sessions).map((place) => [fields(place).sessionId, fields(place).lastSeq]));
      for (const { sessionId, status, seq } of list(answer.frame.sessions).map(fields)) {
        const lastSeq = cursors.get(sessionId);
        if (status === 'not_found' || typeof lastSeq !== 'number' || typeof seq !== 'number') continue;
        found.judged += 1;
        const expected = lastSeq > seq ? 'cursor_invalid' : 'replayed';
        if (status === expected) continue;
        const text = `Session ${sessionId} stood at ${seq}; a ${type} after ${lastSeq} was answered ${status} instead of ${expected}.`;
        found.breach(text, arrived?.index, answer.index);
      }
    }
  }
}
