import type { EventOf, History, HistoryEvent, ScenarioReport } from '../../contracts/trace/index.ts';
import { Aliases } from './aliases.ts';
import { briefRuns } from './story-runs.ts';

type Brief = (value: unknown) => string;

/** Characters of a value in a story. */
const longest = 260;
/** Lines of a story at most: what does not fit is in the trace. */
const most = 16;
/** Of these, exceptions of a Worker at most. */
const mostThrown = 4;

/** The few events that matter to a failure, in words: those a check named, with the request or fault behind each. */
export function tellStory(history: History, events: readonly number[]): ScenarioReport['story'] {
  const aliases = new Aliases(history);
  const wanted = new Set<number>();
  const requests = new Map<number, number>();
  for (const event of history) {
    if (event.kind === 'send' && event.message.type === 'request') requests.set(event.op, event.index);
  }
  for (const index of [...new Set(events)].slice(0, most)) {
    const event = history[index];
    if (!event) continue;
    wanted.add(index);
    const request = 'op' in event && event.op ? requests.get(event.op) : undefined;
    if (request !== undefined && event.kind !== 'verb') wanted.add(request);
  }
  for (const index of wireBehind(history, wanted)) wanted.add(index);
  const last = Math.max(...wanted);
  for (const event of history) if (event.kind === 'fault' && event.index < last) wanted.add(event.index);
  const thrown = thrownBehind(history, wanted);
  return [...[...wanted].sort((a, b) => a - b).slice(0, most - thrown.length), ...thrown]
    .sort((a, b) => a - b)
    .flatMap((index) => {
      const event = history[index];
      return event ? [{ event: index, time: event.time, text: describe(event, (value) => brief(value, aliases)) }] : [];
    });
}

/** Operations that the wanted events belong to. */
function operationsOf(history: History, wanted: ReadonlySet<number>): Set<number> {
  const told = new Set<number>();
  for (const index of wanted) {
    const event = history[index];
    if (event && 'op' in event && event.op) told.add(event.op);
  }
  return told;
}

/** What a Worker threw for the requests that are told, and the first that it threw: each once, in the order of the play. */
function thrownBehind(history: History, wanted: ReadonlySet<number>): number[] {
  const told = operationsOf(history, wanted);
  const all = history.filter((event) => event.kind === 'log').filter(({ level }) => level === 'exception');
  const first = all.slice(0, 1);
  const behind = all.filter(({ op }) => op !== undefined && told.has(op));
  const unlike = new Map([...first, ...behind].toReversed().map((event) => [`${event.source} ${event.text}`, event]));
  return [...unlike.values()]
    .map(({ index }) => index)
    .sort((a, b) => a - b)
    .slice(0, mostThrown);
}

/** What an adapter said and heard for the requests that are told. */
function wireBehind(history: History, wanted: ReadonlySet<number>): number[] {
  const told = operationsOf(history, wanted);
  return history.flatMap((event) => {
    if (event.kind !== 'wire' || event.cause === undefined) return [];
    const cause = history[event.cause];
    const isTold = cause?.kind === 'deliver' && cause.message.type === 'request' && told.has(cause.op);
    return isTold ? [event.index] : [];
  });
}

/** One event in words. */
function describe(event: HistoryEvent, brief: Brief): string {
  switch (event.kind) {
    case 'send':
    case 'deliver':
    case 'drop':
      return describeMessage(event, brief);
    case 'outcome':
      return `${event.actor}: ${event.operation} ended ${event.outcome}${event.code ? ` (${event.code})` : ''}`;
    case 'verb':
      return `${event.actor}: ${event.verb} ${brief(event.args)}${event.refused ? `, refused: ${event.refused}` : ''}`;
    case 'report':
      return `${event.actor} reports ${event.report} ${brief(event.detail)}`;
    case 'fault':
      return `fault: ${event.fault}${event.detail ? ` (${event.detail})` : ''}`;
    case 'gate':
      return `the target goes on to ${event.call}`;
    case 'alarm':
      return `an alarm of ${event.object} fires`;
    case 'advance':
      return `the clock moves on by ${event.ms / 1000} s`;
    case 'at-once':
      return `${event.operations} steps at once: ${event.phase}`;
    case 'phase':
      return `the ${event.phase} begins`;
    case 'violation':
      return `not as the contract says, by the ${event.by}: ${event.detail}`;
    case 'wire':
      return describeRaw(event, brief);
    case 'log':
      return `${event.source} ${event.level === 'exception' ? 'threw' : `says (${event.level})`}: ${brief(event.text.replace(/\s+/g, ' '))}`;
  }
}

/** A message of another system's wire, as it is. */
function describeRaw({ actor, raw }: EventOf<'wire'>, brief: Brief): string {
  const verb = actor === 'adapter' ? 'says' : 'answers';
  switch (raw.type) {
    case 'request':
      return `wire: ${actor} ${verb} ${raw.method} ${brief(raw.path)} ${brief(raw.body)}`.trimEnd();
    case 'response':
      return `wire: ${actor} ${verb} ${raw.status} ${brief(raw.body)}`.trimEnd();
    case 'lost':
      return `wire: ${raw.reason}`;
    case 'frame':
      return `wire: ${actor} says the frame ${brief(raw.body)}`;
    case 'open':
      return 'wire: the socket is open';
    case 'close':
      return `wire: ${actor} closes the socket (${raw.code})`;
  }
}

function describeMessage(event: EventOf<'send' | 'deliver' | 'drop'>, brief: Brief): string {
  const { message, operation, actor } = event;
  const verb = event.kind === 'send' ? 'sends' : event.kind === 'deliver' ? 'receives' : 'loses';
  const lost = event.kind === 'drop' ? ` (${event.reason})` : '';
  switch (message.type) {
    case 'request':
      return `${actor} ${verb} ${operation} ${message.method} ${brief(message.path)} ${briefRuns(message.body, brief) ?? brief(message.body)}${lost}`;
    case 'response':
      return `${actor} ${verb} the answer to ${operation}: ${message.status} ${briefRuns(message.body, brief) ?? briefPage(message.body, brief)}${lost}`;
    case 'frame':
      return `${actor} ${verb} a frame: ${brief(message.body)}${lost}`;
    case 'open':
      return `${actor}: the socket of ${operation} is open`;
    case 'close':
      return `${actor}: the socket of ${operation} is closed (${message.code})`;
  }
}

/** A page of a live session's history is told by what its events are, the last ones where not all fit. */
function briefPage(body: unknown, brief: Brief): string {
  const { events } = Object(body) as { events?: unknown };
  if (!Array.isArray(events) || typeof Object(events[0]).seq !== 'number') return brief(body);
  const told = events.map((event) => {
    const { seq, type, state, clientMsgId } = Object(event) as Record<string, unknown>;
    return brief([seq, type, state ?? clientMsgId].filter((part) => part !== undefined).join(' '));
  });
  const from = told.findIndex((_one, place) => told.slice(place).join(', ').length < longest);
  return `${from > 0 ? '…, ' : ''}${told.slice(Math.max(0, from)).join(', ')}`;
}

/** A value in a line of a story: names for ids, and no more than fits. */
function brief(value: unknown, aliases: Aliases): string {
  if (value === undefined) return '';
  const text = aliases.shorten(typeof value === 'string' ? value : JSON.stringify(value));
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
