import { phaseTexts } from '../../../../contracts/wire/index.ts';
import { check, kindOf } from '../../check.ts';
import { Findings } from '../../findings.ts';
import { fields, text } from '../../reading.ts';
import { isPhaseOperation } from '../story/rows.ts';

const due: Partial<Record<string, string>> = {
  existing: phaseTexts.existing,
  model_conflict: phaseTexts.conflict,
  session_locked: phaseTexts.locked,
  session_creation_failed: phaseTexts.creationFailed,
  unavailable: phaseTexts.unavailable,
  internal_error: phaseTexts.unexpected,
};
const all: ReadonlySet<unknown> = new Set(Object.values(phaseTexts));

/** What a user is told is written for users (PHASE-9). */
export const usersReadTheirText = check({
  id: 'users-read-their-text',
  level: 'MUST',
  requirements: ['PHASE-9', 'PHASE-1'],
  sentence: 'A frontend tells its user of a problem with the text of the contract, never with details of the provider.',
  start() {
    const found = new Findings();
    /** By actor: what it was told last of a deleted model, with the answer. */
    const models = new Map<string, { detail: unknown; event: number }>();
    /** By actor: the last answer of the group that reached it. */
    const answers = new Map<string, number>();
    return {
      on(event, exchange) {
        if (event.kind === 'deliver' && event.message.type === 'response' && isPhaseOperation(exchange?.operation)) {
          answers.set(event.actor, event.index);
          const { code, detail } = fields(event.message.body);
          if (code === 'model_deleted') models.set(event.actor, { detail, event: event.index });
        }
        if (event.kind !== 'report' || event.report !== 'phase-notice' || kindOf(event.actor) !== 'frontend') return;
        const notice = fields(event.detail);
        const code = text(notice.code) ?? '';
        found.judged += 1;
        const breach = (instead: string) =>
          found.breach(
            `${event.actor} told its user of ${code} with "${notice.text}" instead of ${instead}.`,
            answers.get(event.actor),
            event.index,
          );
        if (due[code] !== undefined) {
          if (notice.text !== due[code]) breach(`"${due[code]}"`);
        } else if (
          !all.has(notice.text) &&
          !(code === 'model_deleted' && notice.text === models.get(event.actor)?.detail)
        ) {
          breach('a text of the contract');
        }
      },
      end() {
        return found;
      },
    };
  },
});
