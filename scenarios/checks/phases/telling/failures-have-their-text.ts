import { type ProblemCode, phaseProblemText, phaseTexts, problems } from '../../../../contracts/wire/index.ts';
import { check } from '../../check.ts';
import { Findings } from '../../findings.ts';
import { comparable, fields, list, type Said, text } from '../../reading.ts';

const messages: Partial<Record<string, string>> = { existing: phaseTexts.existing, replaced: phaseTexts.warning };
const members: ReadonlySet<string> = new Set(['type', 'title', 'status', 'detail', 'code', 'retryable', 'errorId']);
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Where code, a store or a stack speaks. */
const inner =
  /\b(SELECT|INSERT|UPDATE|DELETE FROM|SQLITE\w*|D1_\w+|Durable Object)\b|\w+Error:|\bat \S+ \(|\.[jt]s:\d+/;

/** A failure says what a user may read, and nothing else (PHASE-9). */
export const failuresHaveTheirText = check({
  id: 'failures-have-their-text',
  level: 'MUST',
  requirements: ['PHASE-9'],
  sentence:
    'A failure has its status, its code and its text, and a 5xx an id of its own; no details of the inside are in it.',
  start() {
    const found = new Findings();
    return {
      on() {},
      end({ phases }) {
        const ids = new Map<string, number>();
        for (const answer of phases.answers()) {
          if (answer.status >= 400) judgeProblem(answer, ids, found);
          else judgeMessages(answer, found);
        }
        return found;
      },
    };
  },
});

function judgeProblem(answer: Said, ids: Map<string, number>, found: Findings): void {
  const { exchange, status, body, index } = answer;
  const breach = (message: string, ...events: number[]) =>
    found.breach(`${exchange.operation} was answered ${status} ${message}`, ...events, index);
  const code = text(body.code) ?? '';
  found.judged += 1;
  if (!(code in problems)) {
    breach('without a code of the contract.');
    return;
  }
  if (problems[code as ProblemCode].status !== status || body.status !== status)
    breach(`with ${code}, which has another status.`);
  judgeText(code, body.detail, breach);
  if (inner.test(comparable(body) ?? '')) breach('with details of the inside.');
  if (status < 500) return;
  const others = Object.keys(body).filter((name) => !members.has(name));
  if (others.length > 0) breach(`with ${others.join(', ')}, which nobody is to see.`);
  const errorId = text(body.errorId) ?? '';
  if (!uuid.test(errorId)) breach('without an id under which it was logged.');
  const other = ids.get(errorId);
  // The same answer may be sent twice to a request that arrived twice.
  if (other !== undefined && errorId !== '') breach('with the id of another failure.', other);
  ids.set(errorId, index);
}

function judgeText(code: string, detail: unknown, breach: (message: string) => void): void {
  const due = phaseProblemText(code);
  if (due !== undefined && detail !== due) breach(`${code} with the text "${detail}" instead of "${due}".`);
  else if (text(detail) === undefined) breach(`${code} without a text.`);
}

/** What goes well has its text too, and so has a refusal of one among several. */
function judgeMessages({ exchange, status, body, index }: Said, found: Findings): void {
  const breach = (message: string) => found.breach(`${exchange.operation} was answered ${status} ${message}`, index);
  const due = exchange.operation === 'startPhase' ? messages[String(body.outcome)] : undefined;
  if (due !== undefined) {
    found.judged += 1;
    if (body.message !== due) breach(`${body.outcome} with the text "${body.message}" instead of "${due}".`);
  }
  if (exchange.operation !== 'replacePhaseSessions') return;
  for (const result of list(body.results).map(fields)) {
    if (result.outcome !== 'refused') continue;
    found.judged += 1;
    judgeText(String(result.code), result.detail, breach);
  }
}
