import { check, kindOf } from '../../../checks/check.ts';
import { Findings } from '../../../checks/findings.ts';
import { asked, type Fields, fields, param, text } from '../../../checks/reading.ts';

interface Run {
  task: Fields;
  event: number;
  started?: number;
  /** What was said of it last, before its end. */
  pinned?: { sessionId: unknown; workDir: unknown; event: number };
}

/** What a run has is said as soon as it has it, and goes on where it was offered (RUN-1, RUN-3, RUN-8). */
export const carriesWork = check({
  id: 'client-carries-work',
  level: 'MUST',
  requirements: ['RUN-1', 'RUN-3', 'RUN-4', 'RUN-8'],
  sentence:
    'A daemon starts what it claimed, says session and work directory before the end and again with it, and uses those it is offered.',
  start() {
    const found = new Findings();
    const runs = new Map<string, Run>();
    return {
      on(event, exchange) {
        if (!exchange || kindOf(exchange.actor) !== 'daemon') return;
        const answer = exchange.received === event ? exchange.received.message : undefined;
        if (answer?.status === 200 && exchange.operation === 'claimTask') {
          const task = fields(fields(answer.body).task);
          const id = text(task.taskId);
          if (id !== undefined && !runs.has(id)) runs.set(id, { task, event: event.index });
        }
        const word = asked(event, exchange, 'startAgentTask', 'pinSession', 'completeTask');
        const taskId = word && param(word, 'taskId');
        const run = taskId === undefined ? undefined : runs.get(taskId);
        if (!word || !run) return;
        const { sessionId, workDir } = fields(word.sent.message.body);
        const breach = (what: string) => found.breach(`The daemon ${what} task ${taskId}.`, run.event, event.index);
        found.judged += 1;
        if (word.operation === 'startAgentTask') {
          run.started = event.index;
          return;
        }
        if (run.started === undefined) breach('did not start');
        const { priorSessionId, priorWorkDir } = run.task;
        if (text(priorWorkDir) && workDir !== undefined && workDir !== priorWorkDir)
          breach(`works in ${workDir} instead of ${priorWorkDir}, which it was offered, for`);
        if (text(priorSessionId) && sessionId !== undefined && sessionId !== priorSessionId)
          breach(`said session ${sessionId} instead of ${priorSessionId}, which it was offered, for`);
        if (word.operation === 'pinSession') run.pinned = { sessionId, workDir, event: event.index };
        else if (!run.pinned) breach('never said the session and work directory before the end of');
        else if (sessionId !== run.pinned.sessionId) breach(`left session ${run.pinned.sessionId} out of the end of`);
        else if (workDir !== undefined && workDir !== run.pinned.workDir)
          breach(`said another work directory at the end of`);
      },
      end: () => found,
    };
  },
});
