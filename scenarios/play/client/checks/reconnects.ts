import type { HistoryEvent } from '../../../../contracts/trace/index.ts';
import { check, type Exchange, kindOf } from '../../../checks/check.ts';
import { Findings } from '../../../checks/findings.ts';
import { fields } from '../../../checks/reading.ts';

/** Attempts since it was last connected, at most; and so much longer than the one before is a pause that grows. */
const [most, growth] = [5, 1.15];
const operations = new Set(['events', 'live']);
const finalCodes = new Set([1008, 4401]);
const finalStatuses = new Set([401, 403, 404]);

/** The sockets of one kind of a client, one after the other. */
interface Line {
  attempts: number;
  pause?: { ms: number; event: number };
  lost?: { event: number; time: number; isFinal: boolean; what: string };
}

/** A lost socket is opened again, a few times, and a refused one is not (WEB-8, WEB-14). */
export const reconnects = check({
  id: 'client-reconnects',
  level: 'MUST',
  requirements: ['WEB-8', 'WEB-14'],
  sentence:
    'A frontend opens a lost socket again after growing pauses, at most five times until it is connected, and never one that was refused for good.',
  start() {
    const found = new Findings();
    const lines = new Map<string, Line>();
    return {
      on(event, exchange) {
        if (!exchange || kindOf(exchange.actor) !== 'frontend' || !operations.has(exchange.operation)) return;
        const line = lines.get(exchange.operation) ?? { attempts: 0 };
        lines.set(exchange.operation, line);
        if (exchange.sent === event) judgeAttempt(line, event, found, exchange.operation);
        if (isConnected(event, exchange)) {
          line.attempts = 0;
          delete line.pause;
        }
        const end = endOf(event, exchange);
        if (!end) return;
        line.lost = { ...end, event: event.index, time: event.time };
        if (end.isFinal) found.judged += 1;
      },
      end: () => found,
    };
  },
});

function judgeAttempt(line: Line, event: HistoryEvent, found: Findings, operation: string): void {
  const { lost, pause } = line;
  if (!lost) return;
  delete line.lost;
  found.judged += 1;
  line.attempts += 1;
  const ms = event.time - lost.time;
  const breach = (text: string) => found.breach(`The client ${text}`, lost.event, pause?.event, event.index);
  if (lost.isFinal) breach(`opened ${operation} again after ${lost.what}, which is final.`);
  else if (line.attempts > most) breach(`opened ${operation} again after ${most} attempts in vain.`);
  else if (pause && ms < pause.ms * growth)
    breach(`opened ${operation} again after ${ms} ms, the time before after ${pause.ms} ms.`);
  line.pause = { ms, event: event.index };
}

/** Does the client know from this that it is connected? */
function isConnected(event: HistoryEvent, exchange: Exchange): boolean {
  if (event.kind !== 'deliver' || event.actor !== exchange.actor) return false;
  if (exchange.operation === 'events') return event.message.type === 'open';
  return event.message.type === 'frame' && fields(event.message.body).type === 'connected';
}

/** How a socket ended for its client, where others ended it. */
function endOf(event: HistoryEvent, exchange: Exchange): { isFinal: boolean; what: string } | undefined {
  if (event.kind === 'deliver' && event.actor === exchange.actor) {
    const { message } = event;
    if (message.type === 'close') return { isFinal: finalCodes.has(message.code), what: `close ${message.code}` };
    if (message.type === 'response')
      return { isFinal: finalStatuses.has(message.status), what: `status ${message.status}` };
  }
  return undefined;
}
