import type { Judge } from '../../check.ts';
import { Findings } from '../../findings.ts';
import { fields, frameOf, param, said, text } from '../../reading.ts';
import { Durable, recordsIn } from '../durable.ts';

interface Stand {
  sessionId: string;
  seq: number;
  mode: unknown;
  event: number;
}

/** The mode that is told of a session is the one it has (WEB-12). */
export function modeKept(): Judge {
  const found = new Findings();
  const durable = new Durable();
  const stands: Stand[] = [];
  /** By session: the modes it may have been made with. */
  const made = new Map<string, { modes: Set<string>; event: number }>();
  return {
    on(event, exchange) {
      durable.on(event, exchange);
      const making = said(event, exchange, 'createLiveSession');
      if (making?.status === 201) {
        const sessionId = param(making.exchange, 'sessionId');
        const known = made.get(sessionId) ?? { modes: new Set<string>(), event: event.index };
        known.modes.add(text(fields(making.exchange.sent.message.body).mode) ?? 'ask');
        made.set(sessionId, known);
      }
      const frame = frameOf(event);
      const shown = frame?.type === 'session_switched' ? [frame] : recordsIn(event, exchange);
      for (const { sessionId, seq, mode } of shown) {
        stands.push({ sessionId: String(sessionId), seq: Number(seq), mode, event: event.index });
      }
    },
    end() {
      for (const { sessionId, seq, mode, event } of stands) {
        const events = durable.upTo(sessionId, seq);
        const birth = made.get(sessionId);
        const changed = events?.findLast(({ value }) => value.type === 'mode_changed');
        const expected = changed?.value.type === 'mode_changed' ? new Set<string>([changed.value.mode]) : birth?.modes;
        if (!events || !expected || !birth) continue;
        found.judged += 1;
        if (expected.has(String(mode))) continue;
        const message = `Session ${sessionId} is said to have mode ${mode} instead of ${[...expected].join(' or ')}.`;
        found.breach(message, changed?.event ?? birth.event, event);
      }
      return found;
    },
  };
}
