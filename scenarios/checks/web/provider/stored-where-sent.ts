import type { Judge } from '../../check.ts';
import { Findings } from '../../findings.ts';
import { LiveSockets } from '../../live/live-sockets.ts';
import { Watches } from '../../live/watches.ts';
import { text } from '../../reading.ts';
import { Durable } from '../durable.ts';

/** A prompt is stored in the session that its frame names, and told to those who watch it (WEB-4). */
export function storedWhereSent(): Judge {
  const found = new Findings();
  const sockets = new LiveSockets();
  const watches = new Watches();
  const durable = new Durable();
  return {
    on(event, exchange) {
      durable.on(event, exchange);
      const step = sockets.on(event, exchange);
      if (!step) return;
      watches.on(event, step);
      const { said } = step;
      if (said?.type !== 'accepted') return;
      const { clientMsgId, sessionId } = said.frame;
      const asked = step.socket.asked.filter(({ frame, arrived }) => arrived && frame.clientMsgId === clientMsgId);
      const [first] = asked;
      if (!first) return;
      found.judged += 1;
      if (asked.some(({ frame }) => frame.sessionId === sessionId)) return;
      const message = `A prompt for session ${first.frame.sessionId} was accepted for session ${sessionId}.`;
      found.breach(message, first.arrived?.index, event.index);
    },
    end() {
      const named = new Map<string, { sessionIds: Set<unknown>; event: number }>();
      for (const { asked } of sockets.all.values()) {
        for (const { type, frame, arrived } of asked) {
          const id = text(frame.clientMsgId);
          if (!arrived || id === undefined || (type !== 'send' && type !== 'interrupt')) continue;
          const known = named.get(id) ?? { sessionIds: new Set(), event: arrived.index };
          known.sessionIds.add(frame.sessionId);
          named.set(id, known);
        }
      }
      for (const [sessionId, events] of durable.sessions) {
        for (const { value, event } of events.values()) {
          const origin = value.type === 'user_message' ? named.get(value.clientMsgId) : undefined;
          if (!origin) continue;
          found.judged += 1;
          if (origin.sessionIds.has(sessionId)) continue;
          const message = `A prompt for session ${[...origin.sessionIds].join(' or ')} was stored in session ${sessionId}.`;
          found.breach(message, origin.event, event);
        }
      }
      for (const { socket, sessionId, said, why } of watches.strays) {
        if (why !== 'never' && why !== 'left') continue;
        const message = `The target sent ${socket.actor} ${said.type} of session ${sessionId}, which it does not watch.`;
        found.breach(message, said.index);
      }
      return found;
    },
  };
}
