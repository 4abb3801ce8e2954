import { insideKinds } from '../../../contracts/trace/index.ts';
import { check } from '../check.ts';
import { Findings } from '../findings.ts';
import { answersOf, asked, batchOf, fields, said, text } from '../reading.ts';
import { fateOf, mostTasks, promptOf, type Submit, Submits, topicsOf } from '../submits.ts';

/** Refusals of an object's host that say for certain that the session was not made. */
const definiteFaults = new Set(['object-unavailable', 'object-overloaded']);

/** After a definite failure nothing of the submit is left (TASK-2). */
export const noPartialTask = check({
  id: 'no-partial-task',
  level: 'MUST',
  requirements: ['TASK-2'],
  sentence: 'A submit that definitely failed says so as retryable and leaves no task, session or message behind.',
  start() {
    const found = new Findings();
    const submits = new Submits();
    /** Texts that users write otherwise. */
    const written = new Set<string>();
    const faults = new Map<number, Set<string>>();
    /** The first time that a submit was answered session_unavailable. */
    const freed = new Map<Submit, number>();
    let lastFault = -1;
    return {
      on(event, exchange) {
        submits.on(event, exchange);
        if (event.kind === 'fault' && insideKinds.has(event.fault)) lastFault = event.index;
        if (event.kind === 'fault' && event.op !== undefined) {
          faults.set(event.op, (faults.get(event.op) ?? new Set()).add(event.fault));
        }
        const batch = asked(event, exchange, 'appendMessages');
        if (batch) for (const { content } of batchOf(batch)) written.add(text(content) ?? '');
        const answer = said(event, exchange, 'submitTask');
        if (!answer || answer.status < 500) return;
        const { code, retryable } = fields(answer.body);
        const causes = [...(faults.get(answer.exchange.op) ?? [])];
        const isDefinite = causes.length > 0 && causes.every((cause) => definiteFaults.has(cause));
        if (code !== 'session_unavailable' && !isDefinite) return;
        found.judged += 1;
        const submit = submits.of(answer.exchange);
        const before = submit && freed.get(submit);
        if (submit && code === 'session_unavailable' && before === undefined) freed.set(submit, answer.index);
        // What broke before this attempt may last into it.
        if (before !== undefined && answer.exchange.sent.index > before && lastFault < before) {
          const message =
            'A submit that definitely failed and was sent again was refused again, though nothing broke since.';
          found.breach(message, before, answer.exchange.sent.index, answer.index);
        }
        if (answer.status === 503 && retryable === true) return;
        const message = `A submit whose session could not be created was answered ${answer.status} ${code}, not as a retryable 503.`;
        found.breach(message, answer.exchange.sent.index, answer.index);
      },
      end(observed) {
        const groups = submits.all().filter((group) => group.projectId === observed.projectId);
        const refused = groups.filter((group) => fateOf(group) === 'refused');
        found.judged += refused.length;
        const most = groups.reduce((sum, group) => sum + mostTasks(group), 0);
        if (refused.length > 0 && observed.tasks.size > most) {
          const tasks = [...observed.tasks.values()].map(({ event }) => event);
          const message = `${observed.tasks.size} tasks exist, but at most ${most} submits succeeded: a refused submit left its task.`;
          found.breach(message, ...refused.flatMap(answerEvents), ...tasks);
        }
        const happened = groups.filter((group) => fateOf(group) !== 'refused').flatMap(prompts);
        const topics = new Map(
          refused.flatMap((group) =>
            prompts(group)
              .flatMap(topicsOf)
              .map((topic) => [topic, group]),
          ),
        );
        for (const topic of happened.flatMap(topicsOf)) topics.delete(topic);
        for (const [sessionId, { value, event }] of observed.sessions) {
          const group = topics.get(value.topic);
          if (group)
            found.breach(`A submit was refused, but its session ${sessionId} exists.`, ...answerEvents(group), event);
        }
        const gone = new Set(refused.flatMap(prompts));
        for (const prompt of [...happened, ...written]) gone.delete(prompt);
        for (const [sessionId, { messages, events }] of observed.histories) {
          const left = messages.find(({ content }) => gone.has(content));
          if (left)
            found.breach(
              `A submit was refused, but session ${sessionId} has its message ${left.messageId}.`,
              ...events,
            );
        }
        return found;
      },
    };
  },
});

function prompts({ attempts }: Submit): string[] {
  return [...new Set(attempts.map(promptOf))].filter((prompt) => prompt !== undefined);
}

function answerEvents({ attempts }: Submit): number[] {
  return attempts.flatMap(answersOf).map(({ index }) => index);
}
