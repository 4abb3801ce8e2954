import type { PhaseFrame } from '../../../../contracts/wire/index.ts';
import type { Exchange } from '../../check.ts';
import { answersOf, fields, isDefinite, list, param, type Said } from '../../reading.ts';
import { modelChange, type PhaseOperation, parametersOf, replyTo, slotOf, type Wish } from './rows.ts';
import type { PhaseStory } from './story.ts';
import type { PhaseTruth } from './truth.ts';
import { arrivalOf, mayHave } from './windows.ts';

/** By state: the operations that bring a session into it, beside those that replace or delete it. */
const towards: Partial<Record<string, PhaseOperation[]>> = {
  running: ['sendPhaseMessage', 'beginPhaseSession'],
  completed: ['finishPhaseSession'],
  failed: ['finishPhaseSession'],
  cancelled: ['cancelPhaseSession'],
};

/** Index of the first event at which an entry of the feed may have come about: a request for it had arrived. */
export function earliestOf(story: PhaseStory, truth: PhaseTruth, frame: PhaseFrame): number {
  const arrivals = causesOf(story, truth, frame).map((exchange) => arrivalOf(exchange) ?? 0);
  return arrivals.length === 0 ? 0 : Math.min(...arrivals);
}

function causesOf(story: PhaseStory, truth: PhaseTruth, frame: PhaseFrame): Exchange[] {
  const { sessionId } = frame;
  if (frame.type === 'phase.started') return startsOf(story, frame).map(({ exchange }) => exchange);
  const life = truth.lives.get(sessionId);
  if (frame.type === 'phase.deleted') return endingsOf(story, sessionId, life?.slot);
  const { session } = frame;
  const place = life?.versions.findIndex(({ version }) => version === session.version) ?? -1;
  const [now, before] = [life?.versions[place], life?.versions[place - 1]];
  // The version stands still where only the model was deleted or restored.
  if (now && now.cursor !== frame.cursor) {
    return story
      .asked('deleteModel', 'restoreModel')
      .filter((one) => param(one, 'modelId') === session.model.modelId && mayHave(one));
  }
  if (before && before.row.state === session.state) return story.of(sessionId, 'updatePhaseSession').filter(mayHave);
  const own = story.of(sessionId, ...(towards[session.state] ?? [])).filter(mayHave);
  return session.state === 'cancelled' ? [...own, ...endingsOf(story, sessionId, life?.slot)] : own;
}

/** Requests that may have replaced or deleted a session. */
function endingsOf(story: PhaseStory, sessionId: string, slot: string | undefined): Exchange[] {
  const starts = story.wishesFor(slot ?? '').map(({ exchange }) => exchange);
  return [...deletionsOf(story, sessionId), ...starts].filter(mayHave);
}

/** Requests that may have deleted a session, and not replaced it. */
export function deletionsOf(story: PhaseStory, sessionId: string): Exchange[] {
  const named = story
    .asked('deletePhaseSessions')
    .filter((one) => list(fields(one.sent.message.body).sessionIds).includes(sessionId) && mayHave(one));
  const said = named.filter((one) => answersOf(one).some(({ body }) => list(body.deleted).includes(sessionId)));
  return said.length > 0 ? said : named.filter((one) => answersOf(one).filter(isSure).length < one.arrived.length);
}

/** It says whether it was done: an answer like `unavailable` leaves that open. */
const isSure = (answer: Said): boolean => answer.status < 300 || isDefinite(answer);

/** The wishes that may have started a session: the one that was answered with it, or else those of its kind without an answer. */
export function startsOf(
  story: PhaseStory,
  { sessionId, session }: Extract<PhaseFrame, { type: 'phase.started' }>,
): Wish[] {
  const alike = story.wishesFor(slotOf(session)).filter((wish) => mayHave(wish.exchange));
  const said = alike.filter((wish) =>
    repliesTo(wish).some((reply) => reply.session?.sessionId === sessionId && isNew(reply.outcome)),
  );
  if (said.length > 0) return said;
  return alike.filter((wish) => {
    const { exchange, model, parameters } = wish;
    const isIts =
      modelChange(session, wish) === undefined &&
      session.model.version === model.version &&
      parametersOf(session.parameters) === parametersOf(parameters);
    return isIts && answersOf(exchange).filter(({ status }) => status < 500).length < exchange.arrived.length;
  });
}

const isNew = (outcome: string | undefined) => outcome === 'created' || outcome === 'replaced';

export const repliesTo = (wish: Wish) => answersOf(wish.exchange).map((answer) => replyTo(wish, answer));
