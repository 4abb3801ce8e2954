import { phaseTexts } from '../../../../contracts/wire/index.ts';
import { check, kindOf } from '../../check.ts';
import { Findings } from '../../findings.ts';
import { asked, fields } from '../../reading.ts';
import { wishesOf } from '../story/rows.ts';

/** What a user does instead of agreeing. */
const endsQuestion: ReadonlySet<string> = new Set(['phases.start', 'phases.dismiss']);

/** A user knows what will be lost before it is (PHASE-2). */
export const warnedBeforeReplacing = check({
  id: 'warned-before-replacing',
  level: 'MUST',
  requirements: ['PHASE-2'],
  sentence:
    'A frontend replaces a session only after it has warned its user of the loss of that session, in that version, and the question is still open.',
  start() {
    const found = new Findings();
    /** By actor: sessions and versions that it warned of, in questions that are open. */
    const warned = new Map<string, Set<string>>();
    /** By actor: its last question. */
    const asking = new Map<string, number>();
    return {
      on(event, exchange) {
        if (event.kind === 'report' && event.report === 'phase-dialog') {
          const { current, text, warning } = fields(event.detail);
          if (event.detail === null) return;
          found.judged += 1;
          asking.set(event.actor, event.index);
          const isWarning = text === phaseTexts.conflict && warning === phaseTexts.warning;
          if (isWarning) warned.set(event.actor, (warned.get(event.actor) ?? new Set()).add(keyOf(fields(current))));
          else
            found.breach(
              `${event.actor} asked its user "${text}" and warned "${warning}", which are not the texts of the contract.`,
              event.index,
            );
        }
        // Whoever goes on to something else answers no question of before.
        if (event.kind === 'verb' && endsQuestion.has(event.verb)) warned.delete(event.actor);
        const start = asked(event, exchange, 'startPhase');
        if (!start || kindOf(event.actor) !== 'frontend') return;
        for (const { replace } of wishesOf(start)) {
          if (!replace) continue;
          found.judged += 1;
          if (warned.get(event.actor)?.has(keyOf({ ...replace }))) continue;
          const message = `${event.actor} asked to replace session ${replace.sessionId} in version ${replace.version}, of which no open question warned its user.`;
          found.breach(message, asking.get(event.actor), event.index);
        }
      },
      end() {
        return found;
      },
    };
  },
});

function keyOf({ sessionId, version }: Record<string, unknown>): string {
  return `${sessionId} ${version}`;
}
