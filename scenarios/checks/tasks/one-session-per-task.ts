import { check } from '../check.ts';
import { Findings } from '../findings.ts';
import { asked, fields, list, said, sessionsIn, text } from '../reading.ts';
import { fateOf, Submits } from '../submits.ts';

/** Over all that is returned, ordered and observed (TASK-1). */
export const oneSessionPerTask = check({
  id: 'one-session-per-task',
  level: 'MUST',
  requirements: ['TASK-1'],
  sentence: 'Every task has exactly one session, and every session has a task.',
  start() {
    const found = new Findings();
    const submits = new Submits();
    const named = new Map<string, { sessionId: string; event: number }>();
    const pair = (value: unknown, event: number) => {
      const { taskId, sessionId } = fields(value);
      const [task, session] = [text(taskId), text(sessionId)];
      if (task === undefined || session === undefined) return;
      const first = named.get(task);
      if (!first) {
        named.set(task, { sessionId: session, event });
        found.judged += 1;
      } else if (first.sessionId !== session) {
        found.breach(`Task ${task} has a second session: ${session} beside ${first.sessionId}.`, first.event, event);
      }
    };
    return {
      on(event, exchange) {
        submits.on(event, exchange);
        for (const session of sessionsIn(event, exchange)) pair(session, event.index);
        const order = asked(event, exchange, 'createWorkspace');
        if (order) pair(order.sent.message.body, event.index);
        const answer = said(event, exchange, 'submitTask', 'getTask', 'listTasks');
        if (answer && answer.status < 300) {
          for (const shown of [answer.body, ...list(answer.body.tasks)]) pair(shown, event.index);
        }
      },
      end({ tasks, sessions, missing, listed }) {
        // A submit that may or may not have happened may be in the middle of it until its key is used again.
        let unresolved = submits.all().filter((submit) => fateOf(submit) === 'unknown').length;
        const half = (message: string, ...events: (number | undefined)[]) => {
          unresolved -= 1;
          if (unresolved < 0) found.breach(message, ...events);
        };
        for (const [taskId, { value, event }] of tasks) {
          found.judged += 1;
          const gone = missing.get(value.sessionId);
          if (gone !== undefined)
            half(`Task ${taskId} names session ${value.sessionId}, which does not exist.`, event, gone);
        }
        for (const [sessionId, { value, event }] of sessions) {
          const gone = missing.get(value.taskId);
          if (gone !== undefined || (listed.tasks && !tasks.has(value.taskId))) {
            half(`Session ${sessionId} names task ${value.taskId}, which does not exist.`, event, gone);
          }
        }
        return found;
      },
    };
  },
});
