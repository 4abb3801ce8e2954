import { limits } from '../../../../contracts/wire/index.ts';
import { check } from '../../check.ts';
import { Findings } from '../../findings.ts';
import { answersOf, comparable, fields, list, param, type Said, text } from '../../reading.ts';
import type { PhaseStory } from '../story/story.ts';
import { arrivalOf } from '../story/windows.ts';
import { type Grave, gravesOf } from './graves.ts';

/** What was deleted is not lost (PHASE-4, PHASE-10). */
export const archivedBeforeGone = check({
  id: 'archived-before-gone',
  level: 'MUST',
  requirements: ['PHASE-10', 'PHASE-4'],
  sentence:
    'A deleted session is in the store until it is in the archive, and there for a year, whole, once, and for its own user only.',
  start() {
    const found = new Findings();
    return {
      on() {},
      end({ phases, alarmsLate }) {
        const graves = gravesOf(phases);
        const purge = alarmsLate ? 'unknown' : 'on time';
        const readings = Map.groupBy(phases.answers('exportPhaseSession', 'readArchived'), ({ exchange }) =>
          param(exchange, 'sessionId'),
        );
        for (const [sessionId, answers] of readings) {
          const exported = answers.filter(({ exchange }) => exchange.operation === 'exportPhaseSession');
          const archived = answers.filter(({ exchange }) => exchange.operation === 'readArchived');
          judgeReaders(phases, archived, found);
          judgeContents(phases, exported, archived, found);
          judgeKept(phases, archived, purge, found);
          const grave = graves.get(sessionId);
          if (grave) judgeLost(phases, grave, exported, archived, found);
        }
        return found;
      },
    };
  },
});

const isMissing = ({ status }: Said): boolean => status === 404;
const isThere = ({ status }: Said): boolean => status === 200;

function judgeReaders(phases: PhaseStory, archived: readonly Said[], found: Findings): void {
  for (const answer of archived.filter(isThere)) {
    found.judged += 1;
    const reader = phases.userOf(answer.exchange);
    const owner = text(answer.body.userId);
    if (reader === owner) continue;
    found.breach(
      `The archived session ${answer.body.sessionId} of ${owner} was read by ${reader ?? answer.exchange.actor}.`,
      answer.exchange.sent.index,
      answer.index,
    );
  }
}

/** In neither place, though it is to be in one of them. */
function judgeLost(
  phases: PhaseStory,
  grave: Grave,
  exported: readonly Said[],
  archived: readonly Said[],
  found: Findings,
): void {
  const { beginning } = phases;
  if (beginning === undefined) return;
  const { life, due, deletedAt, userId } = grave;
  const reading = exported.filter((answer) => phases.userOf(answer.exchange) !== undefined);
  found.judged += reading.length;
  for (const answer of reading.filter(isMissing)) {
    const from = arrivalOf(answer.exchange) ?? 0;
    if ((phases.truth?.surely(from) ?? -1) < life.start) continue;
    const breach = (message: string, ...events: number[]) =>
      found.breach(`Session ${life.sessionId} ${message}`, life.endEvent, answer.index, ...events);
    // Before the first run nothing is archived.
    if (beginning + answer.time < due) breach('cannot be exported, though it was not archived yet.');
    const later = archived.find(
      (one) =>
        isMissing(one) && phases.userOf(one.exchange) === userId && (arrivalOf(one.exchange) ?? 0) > answer.index,
    );
    if (later && beginning + later.time < deletedAt + limits.archiveAfter + limits.archiveLife)
      breach('is lost: neither the store nor the archive has it.', later.index);
  }
}

/** For a year, in the state in which it came there. */
function judgeKept(phases: PhaseStory, archived: readonly Said[], purge: 'on time' | 'unknown', found: Findings): void {
  const { beginning } = phases;
  const [first] = archived.filter(isThere);
  const at = fields(first?.body.times).archivedAt;
  if (!first || typeof at !== 'number' || beginning === undefined) return;
  const owner = text(first.body.userId);
  for (const answer of archived.slice(archived.indexOf(first) + 1)) {
    if (phases.userOf(answer.exchange) !== owner) continue;
    found.judged += 1;
    const age = beginning + answer.time - at;
    if (isMissing(answer) && age < limits.archiveLife)
      found.breach(
        `Session ${first.body.sessionId} was purged from the archive before its year was over.`,
        first.index,
        answer.index,
      );
    if (!isThere(answer)) continue;
    if (age > limits.archiveLife && purge === 'on time')
      found.breach(`Session ${first.body.sessionId} is in the archive after its year.`, first.index, answer.index);
    if (comparable(answer.body) !== comparable(first.body))
      found.breach(
        `Session ${first.body.sessionId} was archived again: it has changed in the archive.`,
        first.index,
        answer.index,
      );
  }
}

/** All that was stored, in the store and in the archive alike. */
function judgeContents(
  phases: PhaseStory,
  exported: readonly Said[],
  archived: readonly Said[],
  found: Findings,
): void {
  const [kept] = archived.filter(isThere);
  for (const answer of [...exported, ...archived].filter(isThere)) {
    found.judged += 1;
    const messages = list(answer.body.messages).map(fields);
    const sent = phases
      .of(param(answer.exchange, 'sessionId'), 'sendPhaseMessage')
      .flatMap(answersOf)
      .filter(({ status, index }) => status < 300 && index < (arrivalOf(answer.exchange) ?? 0));
    for (const { exchange, body, index } of sent) {
      const { messageId, content } = fields(exchange.sent.message.body);
      const has = messages.some(
        (one) => one.messageId === messageId && one.content === content && one.seq === body.seq,
      );
      if (!has)
        found.breach(`Message ${messageId} is not in what ${answer.exchange.operation} shows.`, index, answer.index);
    }
  }
  const last = exported.filter(isThere).findLast(({ body }) => fields(body.session).deletedAt !== null);
  if (!kept || !last) return;
  const { session, ...contents } = last.body;
  const { state, title, userId, taskId, phase, model, parameters, replacedBy } = fields(session);
  const due = { state, title, userId, taskId, phase, model, parameters, replacedBy, ...contents };
  const differs = Object.entries(due).find(([name, value]) => comparable(kept.body[name]) !== comparable(value));
  if (differs)
    found.breach(
      `The archive has another ${differs[0]} of session ${kept.body.sessionId} than the store had.`,
      last.index,
      kept.index,
    );
}
