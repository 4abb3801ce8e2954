import type { CheckResult, History, ScenarioStatus } from '../../contracts/trace/index.ts';
import { kindOf, nothingJudged } from '../checks/check.ts';

interface Facts {
  /** Why the play did not come to its end. */
  error: string | null;
  /** Entries of the plan that did not fire, as text. */
  unfired: readonly string[];
  checks: readonly CheckResult[];
}

/** The one place where a scenario's status is decided, for every verb and reporter. */
export function decide({ error, unfired, checks }: Facts): { status: ScenarioStatus; reason: string | null } {
  if (checks.some(({ status, level }) => status === 'failed' && level === 'MUST'))
    return { status: 'failed', reason: error };
  if (error) return { status: 'failed', reason: error };
  if (unfired.length > 0)
    return { status: 'failed', reason: `A fault of the plan did not fire: ${unfired.join('; ')}.` };
  const unclear = checks.find(({ status }) => status === 'inconclusive');
  if (unclear) return { status: 'inconclusive', reason: unclear.message };
  if (!checks.some(({ judged }) => judged > 0)) return { status: 'failed', reason: 'No check judged anything.' };
  return { status: 'passed', reason: null };
}

/** Those who are refused by surprise. Others ask for it on purpose, or are the harness. */
const clients = new Set(['vm-agent', 'frontend', 'daemon']);

/**
 * Names the first refusal where a check that has to judge something judged nothing: that is what a wrong credential or a
 * wrong path looks like.
 */
export function withRefusal(checks: readonly CheckResult[], history: History): CheckResult[] {
  const isEmpty = ({ status, message }: CheckResult) => status === 'failed' && message.startsWith(nothingJudged);
  const refusal = checks.some(isEmpty) ? firstRefusal(history) : undefined;
  if (refusal === undefined) return [...checks];
  return checks.map((check) => (isEmpty(check) ? { ...check, message: `${refusal}. ${check.message}` } : check));
}

/** What a client was refused first by the one whom it asked: `submitTask was answered 401 unauthenticated`. */
function firstRefusal(history: History): string | undefined {
  const asked = new Set<number>();
  for (const event of history) {
    if (event.kind !== 'send') continue;
    const { message, op, operation, actor } = event;
    if (message.type === 'request' && clients.has(kindOf(actor))) asked.add(op);
    // What the network made up is a rehearsed fault.
    if (message.type !== 'response' || actor === 'network' || !asked.has(op) || !isRefusal(message.status)) continue;
    return `${operation} was answered ${message.status} ${codeIn(message.body)}`.trimEnd();
  }
  return undefined;
}

function isRefusal(status: number): boolean {
  return [401, 403, 404].includes(status) || status >= 500;
}

function codeIn(body: unknown): string {
  const isProblem = typeof body === 'object' && body !== null && 'code' in body;
  return isProblem && typeof body.code === 'string' ? body.code : '';
}
