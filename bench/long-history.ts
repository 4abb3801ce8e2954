import type { EventOf, History, HistoryEvent } from '../contracts/trace/index.ts';
import { isWire, Turns, type WireEvent } from './turns.ts';

/** Rows of a page of a list. */
const pageRows = 100;
const lists: Record<string, string> = { listTasks: 'tasks', listSessions: 'sessions' };
const reads = new Set(['readTask', 'readSession', 'history']);

/** An event to come, with the recorded one it is made of and the turn it belongs to. */
type Copy = [event: HistoryEvent, of: HistoryEvent, turn: number];

/**
 * Makes a long history out of a recorded one: its play happens `count` times in one project, one after the other, with
 * ids, times and cursors of its own each time; then the observer reads all of it. The recorded play must close its
 * sockets, and begin no subscription in the past.
 */
export function longHistory(recorded: History, count: number): HistoryEvent[] {
  const place = (phase: string) => recorded.findIndex((event) => event.kind === 'phase' && event.phase === phase);
  const [begin, end] = [place('play') + 1, place('observe')];
  const [setUp, play, observation] = [recorded.slice(0, begin), recorded.slice(begin, end), recorded.slice(end)];
  const turns = new Turns(setUp, play, recorded);
  const result: HistoryEvent[] = [];
  /** Where the copy of a recorded event is, by turn. */
  const places: Map<number, number>[] = Array.from({ length: count }, () => new Map());
  const add = ([event, of, turn]: Copy) => {
    const { cause, ...rest } = event;
    const index = result.length;
    places[turn]?.set(of.index, index);
    const led = of.cause === undefined ? undefined : (places[turn]?.get(of.cause) ?? places[0]?.get(of.cause));
    result.push({ ...rest, index, ...(led === undefined ? {} : { cause: led }) });
  };
  for (const event of setUp) add([event, event, 0]);
  for (let turn = 0; turn < count; turn += 1) {
    for (const event of play) add([turns.of(event, turn), event, turn]);
  }
  const later = (count - 1) * turns.span;
  for (const step of stepsOf(observation)) {
    for (const [event, of, turn] of copiesOf(step, turns, count)) add([{ ...event, time: of.time + later }, of, turn]);
  }
  return result;
}

/** What the observer does, one verb after the other. */
function stepsOf(observation: History): HistoryEvent[][] {
  const steps: HistoryEvent[][] = [[]];
  for (const event of observation) {
    if (event.kind === 'verb') steps.push([]);
    steps.at(-1)?.push(event);
  }
  return steps;
}

function copiesOf(step: HistoryEvent[], turns: Turns, count: number): Copy[] {
  const verb = step[0]?.kind === 'verb' ? step[0].verb : '';
  const every = Array.from({ length: count }, (_, turn) => turn);
  if (reads.has(verb)) return every.flatMap((turn) => step.map((of): Copy => [turns.of(of, turn), of, turn]));
  if (verb in lists)
    return every.slice(0, Math.ceil(count / pageRows)).flatMap((page) => pageOf(step, page, turns, count));
  if (verb === 'subscribe') return replay(step, turns, every);
  return step.map((of) => [of, of, 0]);
}

/** A page of a list, newest first, with the rows of `pageRows` turns. */
function pageOf(step: HistoryEvent[], page: number, turns: Turns, count: number): Copy[] {
  const from = page * pageRows;
  const to = Math.min(from + pageRows, count);
  return step.flatMap((of): Copy[] => {
    if (of.kind === 'verb') return page === 0 ? [[of, of, 0]] : [];
    const event = turns.of(of, page);
    if (!isWire(event) || !isWire(of)) return [[event, of, page]];
    const { message } = event;
    if (message.type === 'request') {
      const path = page === 0 ? message.path : `${message.path}?cursor=page-${page}`;
      return [[{ ...event, message: { ...message, path } }, of, page]];
    }
    if (message.type !== 'response' || of.message.type !== 'response') return [[event, of, page]];
    const field = lists[event.operation] ?? '';
    const shown = (of.message.body as Record<string, unknown[]>)[field] ?? [];
    const rows = Array.from({ length: to - from }, (_, row) => turns.of(shown, count - 1 - from - row)).flat();
    const body = { [field]: rows, nextCursor: to < count ? `page-${page + 1}` : null };
    return [[{ ...event, message: { ...message, body } }, of, page]];
  });
}

/** One socket on which the feed comes from its beginning. */
function replay(step: HistoryEvent[], turns: Turns, every: number[]): Copy[] {
  const cursor = every.length * turns.cursors;
  const begin = step.findIndex(isOfFeed);
  const end = step.findLastIndex(isOfFeed) + 1;
  const once = (of: HistoryEvent): Copy => [withCursor(of, cursor), of, 0];
  const frames = every.flatMap((turn) =>
    step.slice(begin, end).flatMap((of): Copy[] => {
      if (!isOfFeed(of)) return turn === 0 ? [once(of)] : [];
      const { time, msg, message } = turns.of(of, turn);
      const socket = of.message.socket;
      return [[{ ...of, time, msg, message: { ...message, socket } }, of, turn]];
    }),
  );
  return [...step.slice(0, begin).map(once), ...frames, ...step.slice(end).map(once)];
}

function isOfFeed(event: HistoryEvent): event is WireEvent & { message: { type: 'frame' } } {
  return typeOfFrame(event) !== undefined && /^(message|session)\./.test(typeOfFrame(event) ?? '');
}

function typeOfFrame(event: HistoryEvent): string | undefined {
  if (!isWire(event) || event.message.type !== 'frame') return undefined;
  const { body } = event.message;
  return typeof body === 'object' && body !== null && 'type' in body ? String(body.type) : undefined;
}

/** The answer to the subscription says how far the feed goes. */
function withCursor(event: HistoryEvent, cursor: number): HistoryEvent {
  if (typeOfFrame(event) !== 'subscribed') return event;
  const { message, ...rest } = event as EventOf<'send'> & { message: { type: 'frame' } };
  return { ...rest, message: { ...message, body: { ...(message.body as object), cursor } } };
}
