import type { Judge } from '../../check.ts';
import { Findings } from '../../findings.ts';
import { arrived, param, said } from '../../reading.ts';

/** Answers that say nothing of whether there is such a session: of the id, the token, or the load. */
const other = new Set([400, 401, 403, 404, 408, 429]);

/** The history of a session that nobody ever tried to make is 404 (WEB-6). */
export function unknownNotFound(): Judge {
  const found = new Findings();
  const tried = new Set<string>();
  return {
    on(event, exchange) {
      const making = arrived(event, exchange, 'createLiveSession');
      if (making) tried.add(param(making, 'sessionId'));
      const answer = said(event, exchange, 'liveHistory', 'getLiveSession');
      if (!answer || answer.status >= 500 || tried.has(param(answer.exchange, 'sessionId'))) return;
      found.judged += 1;
      if (other.has(answer.status)) return;
      const { operation, sent } = answer.exchange;
      const message = `${operation} of session ${param(answer.exchange, 'sessionId')}, which nobody made, was answered ${answer.status}.`;
      found.breach(message, sent.index, event.index);
    },
    end: () => found,
  };
}
