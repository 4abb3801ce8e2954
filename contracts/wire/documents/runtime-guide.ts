import { limits } from '../limits.ts';
import {
  agentTaskMeanings,
  agentTaskStates,
  agentTaskTransitions,
  failureReasons,
  migrationRules,
  resumeRules,
} from '../runtimes/index.ts';
import { meanings, table } from './tables.ts';

const taskStateTable = () =>
  table(
    ['state', 'meaning', 'then'],
    agentTaskStates.map((state) => [
      `\`${state}\``,
      agentTaskMeanings[state],
      agentTaskTransitions[state].join(', ') || 'nothing',
    ]),
  );

const seconds = (ms: number) => `${ms / 1000} seconds`;

/** What the schemas of the operations of runtimes cannot say, in Markdown. */
export function runtimeGuide(): string {
  return `## Runtimes
An agent runs on a runtime: a daemon on some machine. A task of an agent has nothing to do with the tasks above: it is queued by a user, for an issue or in a chat, for the runtime that its agent has at that moment, and stays there. The daemon of that runtime claims it, starts it, says what its run says, and says how it ended.
The agent’s command line makes sessions that live on the machine where they were made; a later task is offered the session to resume, and the work directory. A session resumed elsewhere is lost work, so the runtime guards it.

${taskStateTable()}

### Claims
- A daemon makes a claim key and asks with it until it is answered. The key gets one task at most, for ever; asked again it gets the same, as long as that is dispatched by this key (RUN-7).
- A claim that is not started within ${seconds(limits.claimLease)} may lose its task to another key of the same runtime. Until then the task is nobody else’s. A daemon of another runtime never gets it.
- Whatever is said of a claimed task carries the key. A key that is not that of the task any more is \`claim_lost\`: the daemon stops working on it. The key of a task that has ended stays, so that its end may be said again; what else is said is \`task_ended\`.
- A 4xx is final, but for 408 and 429. After anything else a daemon says the same again, unchanged.

### Daemons that die
- A daemon that begins anew says so by recoverOrphans, before it claims. A runtime that was silent for ${seconds(limits.runtimeSilence)} is taken for dead: its running tasks are treated the same. They are queued again, for the same runtime, as attempt ${limits.taskAttempts}; those that were at that fail. A failure like this is an end like any other: with a session it moves the pointer of its chat.
- A session said by pinSession is what the next attempt is offered (RUN-8).
- A runtime is \`offline\` after ${seconds(limits.runtimeOfflineAfter)} of silence. What is queued for it waits.

${meanings('reason of a failure', failureReasons)}

### What is resumed
${meanings('what', resumeRules)}

What a task is offered is settled by its claim, and the same when the claim is said again.

### From the old version
The old version knew no runtime of a pointer. Its store is migrated in two steps, while everything goes on (RUN-6):

${meanings('step', migrationRules)}
`;
}
