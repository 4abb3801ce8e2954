import type { PhaseSession } from '../../../../contracts/wire/index.ts';
import { param, queryOf, type Said, text } from '../../reading.ts';
import { contentOf, phaseSessionsIn, slotOf } from './rows.ts';
import type { PhaseStory } from './story.ts';
import type { Life, PhaseTruth } from './truth.ts';
import { windowOf } from './windows.ts';

/**
 * What is wrong with what an answer shows. gone: a session that had been deleted; stale: as it was once; missing: one that
 * is there is left out; never: one that never was; otherwise: not what it was with that version; two: of one phase.
 */
export type Wrong = 'gone' | 'stale' | 'missing' | 'never' | 'otherwise' | 'two';

export interface View {
  wrong: Wrong | undefined;
  message: string;
  events: number[];
  life: Life | undefined;
  answer: Said;
}

/** Every session that an answer shows, and every one that an answer should show, judged by what the feed says. */
export function viewsOf(story: PhaseStory, truth: PhaseTruth): View[] {
  const lists = new Lists(truth);
  return story.answers().flatMap((answer) => {
    const shown = phaseSessionsIn(answer);
    const views = shown.map((session) => viewOf(truth, session, answer));
    return [...views, ...twoIn(shown, answer), ...absencesIn(story, truth, answer), ...lists.on(answer, shown)];
  });
}

function viewOf(truth: PhaseTruth, session: PhaseSession, answer: Said): View {
  const { sessionId, version } = session;
  const { operation } = answer.exchange;
  const life = truth.lives.get(sessionId);
  const named = `${operation} was answered with session ${sessionId}`;
  const view = (wrong: Wrong | undefined, message: string, ...events: (number | undefined)[]): View => ({
    wrong,
    message,
    events: [...events.filter((event) => event !== undefined), answer.index],
    life,
    answer,
  });
  if (!life) return view('never', `${named}, which never was, as the feed has it.`);
  const [least, most] = truth.steps(windowOf(answer));
  // Whatever version it is shown with: that of its deletion is in no entry of the feed.
  if (life.end <= least) return view('gone', `${named}, which had been replaced or deleted before.`, life.endEvent);
  const place = life.versions.findIndex((one) => one.version === version);
  const then = life.versions[place];
  if (!then || then.step > most)
    return view('otherwise', `${named} in version ${version}, which it did not have.`, life.versions[0]?.event);
  if (then.content !== contentOf(session))
    return view('otherwise', `${named} in version ${version}, but not as it was with that version.`, then.event);
  const next = life.versions[place + 1];
  if (next && next.step <= least)
    return view('stale', `${named} in version ${version}, though it had version ${next.version} before.`, next.event);
  if (Math.min(next?.step ?? life.end, life.end) <= then.step)
    return view('otherwise', `${named} in version ${version}, in the middle of its replacement.`, then.event);
  return view(undefined, '');
}

function twoIn(shown: readonly PhaseSession[], answer: Said): View[] {
  if (answer.exchange.operation !== 'listPhaseSessions') return [];
  const slots = Map.groupBy(shown, slotOf);
  return [...slots].flatMap(([slot, sessions]) => {
    if (sessions.length < 2) return [];
    const ids = sessions.map(({ sessionId }) => sessionId).join(' and ');
    const message = `A list has sessions ${ids}, both of ${slot}.`;
    return [{ wrong: 'two' as const, message, events: [answer.index], life: undefined, answer }];
  });
}

/** Operations that find a session by its id, and nothing else that could be missing. */
const byId: ReadonlySet<string> = new Set([
  'getPhaseSession',
  'listPhaseMessages',
  'sendPhaseMessage',
  'beginPhaseSession',
  'finishPhaseSession',
  'cancelPhaseSession',
  'updatePhaseSession',
  'lockPhaseSession',
]);

/** That something is not found, where it was there all the time. */
function absencesIn(story: PhaseStory, truth: PhaseTruth, answer: Said): View[] {
  const { exchange, status, body } = answer;
  const { operation } = exchange;
  // Of another project nothing shows.
  if (status !== 404 || text(body.code) !== 'not_found' || story.userOf(exchange) === undefined) return [];
  const steps = truth.steps(windowOf(answer));
  const known = byId.has(operation) ? truth.lives.get(param(exchange, 'sessionId')) : undefined;
  const own = known && truth.isVisibleAll(known, steps) ? known : undefined;
  const life = operation === 'lookupPhase' ? inSlotAll(truth, exchange.sent.message.params, steps) : own;
  if (!life)
    return known || operation === 'lookupPhase' ? [{ wrong: undefined, message: '', events: [], life, answer }] : [];
  const message = `${operation} found nothing, though session ${life.sessionId} was visible.`;
  return [{ wrong: 'missing', message, events: [life.versions[0]?.event ?? answer.index, answer.index], life, answer }];
}

/** A session of a task and phase where at every step of a window there was one. */
function inSlotAll(truth: PhaseTruth, { taskId, phase }: Record<string, string>, steps: readonly [number, number]) {
  const visible = truth.visibleWithin(slotOf({ taskId, phase }), steps);
  return visible.includes(null) ? undefined : (visible[0] ?? undefined);
}

/** Follows lists from their first page to the last: what was visible all that time is in one of their pages. */
class Lists {
  readonly #truth: PhaseTruth;
  readonly #open = new Map<string, { from: number; ids: Set<string> }>();

  constructor(truth: PhaseTruth) {
    this.#truth = truth;
  }

  on(answer: Said, shown: readonly PhaseSession[]): View[] {
    const { exchange, status, body } = answer;
    if (exchange.operation !== 'listPhaseSessions' || status !== 200) return [];
    const query = queryOf(exchange);
    const taskId = query.get('taskId');
    const key = (cursor: unknown) => `${exchange.actor} ${taskId} ${cursor}`;
    const cursor = query.get('cursor');
    const chain =
      cursor === null ? { from: windowOf(answer).from, ids: new Set<string>() } : this.#open.get(key(cursor));
    if (!chain) return [];
    const ids = new Set([...chain.ids, ...shown.map(({ sessionId }) => sessionId)]);
    if (text(body.nextCursor) !== undefined) this.#open.set(key(body.nextCursor), { from: chain.from, ids });
    return body.nextCursor === null ? this.#missing({ from: chain.from, ids }, taskId, answer) : [];
  }

  #missing({ from, ids }: { from: number; ids: Set<string> }, taskId: string | null, answer: Said): View[] {
    const steps = this.#truth.steps({ from, to: answer.index });
    const due = [...this.#truth.lives.values()].filter(
      (life) => (taskId === null || life.slot.startsWith(`${taskId}/`)) && this.#truth.isVisibleAll(life, steps),
    );
    return due.map((life) => {
      const message = `A list of phase sessions left session ${life.sessionId} out, which was visible.`;
      const events = [life.versions[0]?.event ?? answer.index, answer.index];
      return { wrong: ids.has(life.sessionId) ? undefined : ('missing' as const), message, events, life, answer };
    });
  }
}
