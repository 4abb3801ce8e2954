import { limits } from '../../../contracts/wire/index.ts';
import type { Exchange } from '../check.ts';
import { check, kindOf } from '../check.ts';
import { Findings } from '../findings.ts';
import { answersOf, asked, comparable, fields, header, type Said, said, text } from '../reading.ts';
import { arrivedAt, fateOf, mostTasks, promptOf, type Submit, Submits } from '../submits.ts';

/** A key makes a submit happen once while it lives; a definite failure frees it (TASK-1). */
export const oneTaskPerKey = check({
  id: 'one-task-per-key',
  level: 'MUST',
  requirements: ['TASK-1'],
  sentence: 'Submits with one Idempotency-Key make one task, and the key refuses another body for 24 hours.',
  needs: { guarantee: 'idempotency', atLeast: 'key' },
  start() {
    const found = new Findings();
    const submits = new Submits();
    const client = resubmits(found);
    return {
      on(event, exchange) {
        submits.on(event, exchange);
        client(event, exchange);
        const answer = said(event, exchange, 'submitTask');
        if (answer?.body.code !== 'idempotency_conflict') return;
        found.judged += 1;
        if (submits.of(answer.exchange)?.attempts.some((other) => takesKeyFrom(other, answer))) return;
        const key = header(answer.exchange, 'idempotency-key') ?? '';
        const message = `A submit was refused as idempotency_conflict, but in the last 24 hours its user sent key ${key} in its project with this body only.`;
        found.breach(message, answer.exchange.sent.index, answer.index);
      },
      end({ tasks, projectId }) {
        const groups = submits.all();
        for (const group of groups) judgeAnswers(group, found);
        const here = groups.filter((group) => group.projectId === projectId);
        const most = here.reduce((sum, group) => sum + (fateOf(group) === 'refused' ? 1 : mostTasks(group)), 0);
        if (projectId !== undefined && here.length > 0) found.judged += 1;
        if (projectId !== undefined && tasks.size > most) {
          const events = [...tasks.values()].map(({ event }) => event);
          found.breach(`${tasks.size} tasks exist, but the submits with their keys make ${most} at most.`, ...events);
        }
        return found;
      },
    };
  },
});

/** Did this attempt come with another body, at a time from which the key may still be its? */
function takesKeyFrom({ sent, arrived, answered }: Exchange, refusal: Said): boolean {
  const isOther = comparable(sent.message.body) !== comparable(refusal.exchange.sent.message.body);
  const isAlive = ({ time }: { time: number }) => refusal.time - time < limits.idempotencyKeyLife;
  return isOther && arrived.length > 0 && [...arrived, ...answered].some(isAlive);
}

function judgeAnswers(group: Submit, found: Findings): void {
  const expiry = arrivedAt(group) + limits.idempotencyKeyLife;
  const answers = group.attempts.flatMap(answersOf).sort((a, b) => a.index - b.index);
  const made = answers.filter(({ status, time }) => status === 201 && time < expiry);
  const [first] = made;
  if (!first) return;
  for (const late of answers) {
    const arrival = late.exchange.arrived[0];
    if (late.status !== 201 || !arrival || arrival.time < first.time + limits.idempotencyKeyLife) continue;
    found.judged += 1;
    if (late.body.taskId !== first.body.taskId) continue;
    const key = header(late.exchange, 'idempotency-key') ?? '(none)';
    const message = `Key ${key} still stands for task ${first.body.taskId} more than 24 hours later.`;
    found.breach(message, first.index, arrival.index, late.index);
  }
  const prompt = promptOf(first.exchange);
  for (const answer of made) {
    found.judged += 1;
    const key = header(answer.exchange, 'idempotency-key') ?? '(none)';
    if (promptOf(answer.exchange) !== prompt) {
      const message = `Key ${key} was used again with another body and answered 201 instead of 422 idempotency_conflict.`;
      found.breach(message, first.index, answer.exchange.sent.index, answer.index);
    } else if (answer.body.taskId !== first.body.taskId) {
      const message = `Key ${key} made a second task: ${answer.body.taskId} beside ${first.body.taskId}.`;
      found.breach(message, first.index, answer.index);
    }
  }
}

/** A frontend that sends a submit again does so under the key it had. */
function resubmits(found: Findings) {
  const told = new Map<string, { key: string; event: number }>();
  /** Submits told without a key of their own: these may have any. */
  const free = new Map<string, number>();
  return (event: Parameters<Submits['on']>[0], exchange: Exchange | undefined): void => {
    if (event.kind === 'verb' && kindOf(event.actor) === 'frontend' && event.refused === undefined) {
      const { message, key } = fields(event.args);
      const slot = JSON.stringify([event.actor, message]);
      if (event.verb === 'resubmit' && text(key)) told.set(slot, { key: String(key), event: event.index });
      if (event.verb === 'submit') free.set(slot, (free.get(slot) ?? 0) + 1);
    }
    const sent = asked(event, exchange, 'submitTask');
    if (!sent || kindOf(sent.actor) !== 'frontend') return;
    const slot = JSON.stringify([sent.actor, promptOf(sent)]);
    const again = told.get(slot);
    if (again?.key === header(sent, 'idempotency-key')) {
      told.delete(slot);
      found.judged += 1;
      return;
    }
    const left = free.get(slot) ?? 0;
    if (left > 0) free.set(slot, left - 1);
    else if (again) {
      found.breach(
        `${sent.actor} sent a submit again under key ${header(sent, 'idempotency-key')} instead of ${again.key}.`,
        again.event,
        sent.sent.index,
      );
    }
  };
}
