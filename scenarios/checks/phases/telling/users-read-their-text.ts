import { phaseProblemText, phaseTexts } from '../../../../contracts/wire/index.ts';
import { check, type Exchange, kindOf } from '../../check.ts';
import { Findings } from '../../findings.ts';
import { fields, list, text } from '../../reading.ts';
import { isPhaseOperation } from '../story/rows.ts';

const all: ReadonlySet<unknown> = new Set(Object.values(phaseTexts));

/** Something that the user of a frontend is still to be told. */
interface Owed {
  actor: string;
  code: string;
  exchange: Exchange;
  /** The answer that says it. */
  event: number;
}

/** What a user is told is written for users (PHASE-9). */
export const usersReadTheirText = check({
  id: 'users-read-their-text',
  level: 'MUST',
  requirements: ['PHASE-9', 'PHASE-1'],
  sentence:
    'A frontend tells its user of a problem, of each refusal among several, and of a session that was there already, with the text of the contract, never with details of the provider.',
  start() {
    const found = new Findings();
    /** By actor: what it was told of deleted models. */
    const models = new Map<string, Set<unknown>>();
    /** By actor: the last answer of the group that reached it. */
    const answers = new Map<string, number>();
    const owed = new Set<Owed>();
    return {
      on(event, exchange) {
        if (exchange && event.kind === 'deliver' && event.message.type === 'response') {
          if (!isPhaseOperation(exchange.operation)) return;
          answers.set(event.actor, event.index);
          const { body } = event.message;
          for (const said of [body, ...list(fields(body).results)].map(fields)) {
            if (said.code !== 'model_deleted') continue;
            models.set(event.actor, (models.get(event.actor) ?? new Set()).add(said.detail));
          }
          // Nobody listens any more to an answer that comes too late.
          if (kindOf(event.actor) !== 'frontend' || exchange.outcome) return;
          for (const code of toTell(exchange, body))
            owed.add({ actor: event.actor, code, exchange, event: event.index });
        }
        if (event.kind !== 'report' || event.report !== 'phase-notice' || kindOf(event.actor) !== 'frontend') return;
        const notice = fields(event.detail);
        const code = text(notice.code) ?? '';
        const told = [...owed].find((one) => one.actor === event.actor && one.code === code);
        if (told) owed.delete(told);
        found.judged += 1;
        const breach = (instead: string) =>
          found.breach(
            `${event.actor} told its user of ${code} with "${notice.text}" instead of ${instead}.`,
            answers.get(event.actor),
            event.index,
          );
        const due = code === 'existing' ? phaseTexts.existing : phaseProblemText(code);
        const isOfModel = code === 'model_deleted' && models.get(event.actor)?.has(notice.text) === true;
        if (due !== undefined) {
          if (notice.text !== due) breach(`"${due}"`);
        } else if (!all.has(notice.text) && !isOfModel) breach('a text of the contract');
      },
      end() {
        for (const { actor, code, exchange, event } of owed) {
          // Where it could make nothing of the answer, that is what it tells.
          if (exchange.outcome?.outcome !== 'ok') continue;
          found.breach(
            `${actor} never told its user of ${code}, with which ${exchange.operation} was answered.`,
            event,
          );
        }
        return found;
      },
    };
  },
});

/** Codes of what a user is to be told although the request went well. */
function toTell({ operation }: Exchange, body: unknown): string[] {
  const { outcome, results } = fields(body);
  if (operation === 'startPhase') return outcome === 'existing' ? ['existing'] : [];
  if (operation !== 'replacePhaseSessions') return [];
  const refused = list(results)
    .map(fields)
    .filter((result) => result.outcome === 'refused');
  return refused.flatMap(({ code }) => text(code) ?? []);
}
