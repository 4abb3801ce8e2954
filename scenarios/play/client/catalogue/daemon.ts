import { clientScenario } from '../definition.ts';
import { outcomesOf } from '../seen.ts';
import type { ClientSet } from '../set.ts';

const role = 'daemon';
const runtimeId = 'greenhouse';
/** Milliseconds of the protocol in which a client that should keep still is watched. */
const stillness = 10_000;

/**
 * Queues tasks of one chat for a runtime that is known already, and starts its daemon, so that it need not wait for a task.
 * @param runSeconds How long the daemon is to run each task, in seconds of the protocol.
 */
async function work(set: ClientSet, prompts: readonly string[], runSeconds = 0): Promise<void> {
  await set.open(() => {});
  const { projectId } = set;
  const token = await set.token({ role: 'daemon', runtimeId });
  await set.asDaemon(token, 'registerRuntime', { projectId, runtimeId }, { name: runtimeId, provider: 'sample' });
  const { agentId } = await set.asUser('createAgent', {}, { name: 'gardener', runtimeId });
  const chatId = set.uuid();
  await set.asUser('createAgentChat', {}, { chatId, agentId, title: 'The greenhouse' });
  for (const content of prompts) await set.asUser('sendAgentChat', { chatId }, { taskId: set.uuid(), content });
  await set.start({ token, runtimeId, task: { do: 'work', runSeconds } });
}

const completed = (set: ClientSet, tasks: number) =>
  set.until((history) => outcomesOf(history, role, 'completeTask', 200).length >= tasks);

/** Stories in which a daemon is on trial. */
export const daemonScenarios = [
  clientScenario(role, 'runs-a-task', {
    title: 'A daemon claims a task, starts it, says the session of its run, and completes it',
    requirements: ['RUN-4', 'RUN-8'],
    checks: ['client-carries-work', 'client-conforms'],
    async play(set) {
      await work(set, ['Water the ferns.']);
      await completed(set, 1);
    },
  }),
  clientScenario(role, 'completion-lost', {
    title: 'A daemon says that a task has completed again, byte for byte, until it is answered',
    requirements: ['RUN-4', 'RUN-8'],
    faults: [
      { where: { operation: 'completeTask', nth: 1 }, fault: { kind: 'status', status: 503 } },
      { where: { operation: 'completeTask', nth: 2 }, fault: { kind: 'answer-lost' } },
    ],
    checks: ['daemon-retries'],
    async play(set) {
      await work(set, ['Water the ferns.']);
      await completed(set, 1);
    },
  }),
  clientScenario(role, 'completion-refused', {
    title: 'A daemon does not say again what was refused for good',
    requirements: ['RUN-4'],
    faults: [{ where: { operation: 'completeTask', nth: 1 }, fault: { kind: 'status', status: 409 } }],
    checks: ['daemon-retries'],
    async play(set) {
      await work(set, ['Water the ferns.']);
      await set.until((history) => outcomesOf(history, role, 'completeTask', 409).length > 0);
      await set.pause(stillness);
    },
  }),
  clientScenario(role, 'claim-lost', {
    title: 'A daemon whose claim got no answer asks again at once under the same key',
    requirements: ['RUN-7'],
    faults: [{ where: { operation: 'claimTask', nth: 1 }, fault: { kind: 'answer-lost' } }],
    checks: ['daemon-asks-again', 'client-carries-work'],
    async play(set) {
      await work(set, ['Water the ferns.']);
      await completed(set, 1);
    },
  }),
  clientScenario(role, 'work-carried', {
    title: 'A daemon goes on with the session and the work directory that it is offered',
    requirements: ['RUN-1', 'RUN-3'],
    checks: ['client-carries-work'],
    async play(set) {
      await work(set, ['Water the ferns.', 'And now the cactus.']);
      await completed(set, 2);
    },
  }),
  clientScenario(role, 'heartbeat', {
    title: 'A daemon says every 15 seconds that it lives, also while it runs a task',
    requirements: ['RUN-8'],
    checks: ['daemon-beats'],
    async play(set) {
      await work(set, ['Watch the seeds grow.'], 35);
      await completed(set, 1);
    },
  }),
];
