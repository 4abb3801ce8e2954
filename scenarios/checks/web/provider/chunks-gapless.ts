import { insideKinds } from '../../../../contracts/trace/index.ts';
import { terminalTypes } from '../../../../contracts/wire/index.ts';
import type { Judge } from '../../check.ts';
import { Findings } from '../../findings.ts';
import { LiveSockets } from '../../live/live-sockets.ts';
import { text } from '../../reading.ts';

interface Stream {
  text: string;
  next: number;
  event: number;
  /** The session was left or suspended meanwhile: its end may come without what was missed. */
  paused?: boolean;
}

/** Answers after which a session may be watched no more, or anew. */
const turns: ReadonlySet<string> = new Set(['suspended', 'unwatched', 'session_switched', 'session_cleared']);

/** On every socket the pieces of a reply have no gap, and make what its end says (WEB-7). */
export function chunksGapless(): Judge {
  const found = new Findings();
  const sockets = new LiveSockets();
  /** By socket and reply. */
  const streams = new Map<string, Stream>();
  let isUnsure = false;
  return {
    on(event, exchange) {
      if (event.kind === 'fault' && insideKinds.has(event.fault)) {
        // What a loop that is gone had begun need not be whole.
        isUnsure = true;
        streams.clear();
      }
      const step = sockets.on(event, exchange);
      if (step?.said && turns.has(step.said.type)) {
        for (const [key, stream] of streams) if (key.startsWith(`${step.socket.op}/`)) stream.paused = true;
      }
      const messageId = text(step?.said?.frame.messageId);
      if (!step?.said || messageId === undefined) return;
      const { frame, type } = step.said;
      const { actor, op } = step.socket;
      const key = `${op}/${messageId}`;
      const stream = streams.get(key);
      if (type === 'message_start') {
        streams.set(key, { text: text(frame.text) ?? '', next: Number(frame.index), event: event.index });
      } else if (type === 'chunk') {
        found.judged += 1;
        if (!stream) {
          if (!isUnsure) found.breach(`The target sent ${actor} a chunk of a reply that has not begun.`, event.index);
          return;
        }
        if (frame.index !== stream.next) {
          const message = `The target sent ${actor} chunk ${frame.index} of a reply instead of chunk ${stream.next}.`;
          found.breach(message, stream.event, event.index);
          streams.delete(key);
          return;
        }
        Object.assign(stream, { text: stream.text + text(frame.text), next: stream.next + 1, event: event.index });
      } else if (terminalTypes.has(type) && stream) {
        found.judged += 1;
        streams.delete(key);
        if (stream.paused || stream.text === frame.content) return;
        found.breach(`The chunks of a reply to ${actor} are not its content.`, stream.event, event.index);
      }
    },
    end: () => found,
  };
}
