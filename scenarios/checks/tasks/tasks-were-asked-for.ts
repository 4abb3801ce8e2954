import { check } from '../check.ts';
import { Findings } from '../findings.ts';
import { arrived, param } from '../reading.ts';

/** A submit makes one task, with or without a key (TASK-1). */
export const tasksWereAskedFor = check({
  id: 'tasks-were-asked-for',
  level: 'MUST',
  requirements: ['TASK-1'],
  sentence: 'There are no more tasks than submits came in.',
  start() {
    const found = new Findings();
    /** By project, the events that brought a submit to the target. */
    const submits = new Map<string, number[]>();
    return {
      on(event, exchange) {
        const submit = arrived(event, exchange, 'submitTask');
        if (!submit) return;
        const project = param(submit, 'projectId');
        submits.set(project, [...(submits.get(project) ?? []), event.index]);
      },
      end({ tasks }) {
        const shown = Map.groupBy(tasks.values(), ({ value }) => value.projectId);
        for (const [project, events] of submits) {
          const made = shown.get(project) ?? [];
          found.judged += 1;
          if (made.length <= events.length) continue;
          const message = `${events.length} submits came in, and there are ${made.length} tasks: ${made.map(({ value }) => value.taskId).join(', ')}.`;
          found.breach(message, ...events, ...made.map(({ event }) => event));
        }
        return found;
      },
    };
  },
});
