import { check } from '../check.ts';
import { Findings } from '../findings.ts';
import { fields, param, type Said, said, text, tokenOf } from '../reading.ts';

const ofRuntime = ['registerRuntime', 'heartbeat', 'claimTask', 'recoverOrphans'];
const ofTask = ['startAgentTask', 'pinSession', 'appendTaskMessages', 'completeTask', 'failTask', 'getAgentTask'];

/** A daemon acts for its own runtime alone (SAFE-1). */
export const daemonsKeptApart = check({
  id: 'daemons-kept-apart',
  level: 'MUST',
  requirements: ['SAFE-1'],
  sentence: 'A daemon reaches the runtime that its token is for, and the tasks of that runtime, and no others.',
  start() {
    const found = new Findings();
    /** Runtime of a daemon's token. */
    const runtimes = new Map<string, string>();
    const reached: { answer: Said; runtimeId: string }[] = [];
    return {
      on(event, exchange) {
        const made = said(event, exchange, 'createToken');
        const asked = fields(made?.exchange.sent.message.body);
        const token = text(made?.body.token);
        if (token && asked.role === 'daemon') runtimes.set(token, String(asked.runtimeId));
        const answer = said(event, exchange, ...ofRuntime, ...ofTask);
        const runtimeId = answer && runtimes.get(tokenOf(answer.exchange));
        if (answer && runtimeId !== undefined && answer.status < 300) reached.push({ answer, runtimeId });
      },
      end({ runs: all }) {
        const tasks = new Map(all.all.flatMap((runs) => [...runs.tasks]));
        for (const { answer, runtimeId } of reached) {
          const { exchange, index } = answer;
          const isOfTask = ofTask.includes(exchange.operation);
          const taskId = param(exchange, 'taskId');
          const owner = isOfTask ? tasks.get(taskId)?.runtimeId : param(exchange, 'runtimeId');
          if (owner === undefined) continue;
          found.judged += 1;
          if (owner === runtimeId) continue;
          const of = isOfTask ? `task ${taskId} of runtime ${owner}` : `runtime ${owner}`;
          const message = `The daemon of runtime ${runtimeId} did ${exchange.operation} on ${of}.`;
          found.breach(message, exchange.sent.index, index);
        }
        return found;
      },
    };
  },
});
