import type { NodeCall } from '../../../../simulators/ports.ts';
import { clientScenario } from '../definition.ts';
import { outcomesOf } from '../seen.ts';
import type { ClientSet } from '../set.ts';

const role = 'vm-agent';
const three = ['The files are read.', 'The tests are red.', 'The tests are green.'];

/** Milliseconds of the protocol in which a client that should keep still is watched. */
const stillness = 4000;
/** Milliseconds of real time from one look at a session to the next, and how often. */
const [pause, looks] = [20, 500];

interface Workplace {
  sessionId: string;
  workspaceId: string;
  /** Of its agent. */
  token: string;
}

/** A task whose workspace is linked, so that its agent can begin. */
async function workplace(set: ClientSet): Promise<Workplace> {
  const ordered = Promise.withResolvers<NodeCall>();
  await set.open((call) => {
    if (call.operation === 'createWorkspace') ordered.resolve(call);
  });
  const headers = { 'idempotency-key': set.uuid() };
  const submitted = await set.asUser('submitTask', {}, { message: 'Make the tests green.' }, headers);
  const sessionId = String(submitted.sessionId);
  const { params, body } = await ordered.promise;
  const token = String((body as { token: unknown }).token);
  set.tokens.push(token);
  for (let look = 0; look < looks; look += 1) {
    const session = await set.asUser('getSession', { sessionId });
    if (session.workspaceId) return { sessionId, workspaceId: params.workspaceId ?? '', token };
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  throw new Error('The control plane did not link the workspace of a task.');
}

/** Starts the agent with this to report; then it says that it has completed. */
async function report(set: ClientSet, contents: readonly string[], place?: Workplace): Promise<void> {
  const { token, ...at } = place ?? (await workplace(set));
  for (const content of contents) set.verb('report', { role: 'assistant', content, sessionId: at.sessionId });
  await set.start({ ...at, token, task: { do: 'report', messages: contents, complete: true } });
}

async function reportToTheEnd(set: ClientSet, contents: readonly string[] = three): Promise<void> {
  await report(set, contents);
  await set.until((history) => outcomesOf(history, role, 'completeAgent', 200).length > 0);
}

/** Stories in which a VM agent is on trial. */
export const vmAgentScenarios = [
  clientScenario(role, 'reports', {
    title: 'A VM agent reports what happens, in order, and says that it has completed',
    requirements: ['TASK-8', 'TASK-10'],
    checks: ['client-delivers', 'client-conforms', 'batches-bounded'],
    play: (set) => reportToTheEnd(set),
  }),
  clientScenario(role, 'unavailable', {
    title: 'A VM agent that meets 503 three times sends the same batch again, less and less often',
    requirements: ['TASK-11'],
    faults: [1, 2, 3].map((nth) => ({
      where: { operation: 'appendMessages', nth },
      fault: { kind: 'status', status: 503 },
    })),
    checks: ['retryable-retried', 'client-backs-off', 'client-delivers'],
    play: (set) => reportToTheEnd(set),
  }),
  clientScenario(role, 'connection-lost', {
    title: 'A VM agent whose connection breaks, before and after its batch arrived, sends it again under the same ids',
    requirements: ['TASK-8', 'TASK-11'],
    faults: [
      { where: { operation: 'appendMessages', nth: 1 }, fault: { kind: 'lost' } },
      { where: { operation: 'appendMessages', nth: 2 }, fault: { kind: 'answer-lost' } },
    ],
    checks: ['retryable-retried', 'client-delivers'],
    play: (set) => reportToTheEnd(set),
  }),
  clientScenario(role, 'rate-limited', {
    title: 'A VM agent that is told when to come back does not come earlier',
    requirements: ['TASK-11'],
    faults: [{ where: { operation: 'appendMessages', nth: 1 }, fault: { kind: 'status', status: 429, retryAfter: 4 } }],
    checks: ['retryable-retried', 'client-delivers'],
    play: (set) => reportToTheEnd(set),
  }),
  clientScenario(role, 'poison-message', {
    title: 'A VM agent sets aside the one message that is refused, brings the others, and never sends that one again',
    requirements: ['TASK-11'],
    faults: [{ where: { operation: 'appendMessages', containing: 'Poison' }, fault: { kind: 'status', status: 400 } }],
    checks: ['final-errors-not-retried', 'client-delivers'],
    play: (set) => reportToTheEnd(set, ['Before it.', 'Poison.', 'After it.', 'And after that.']),
  }),
  clientScenario(role, 'token-expired', {
    title: 'A VM agent whose token has expired keeps still and all it has, and brings it with a new token',
    requirements: ['TASK-11'],
    checks: ['final-errors-not-retried', 'client-delivers'],
    async play(set) {
      const { sessionId, workspaceId } = await workplace(set);
      const agent = { role: 'vm-agent', workspaceId };
      const token = await set.token(agent, 0);
      await report(set, three, { sessionId, workspaceId, token });
      await set.until((history) => outcomesOf(history, role, 'appendMessages', 401).length > 0);
      await set.pause(stillness);
      await set.renewToken(await set.token(agent));
      await set.until((history) => outcomesOf(history, role, 'completeAgent', 200).length > 0);
    },
  }),
  clientScenario(role, 'session-stopped', {
    title: 'A VM agent whose session was stopped stops too',
    requirements: ['TASK-12', 'TASK-11'],
    checks: ['final-errors-not-retried'],
    async play(set) {
      const place = await workplace(set);
      await set.asUser('stopSession', { sessionId: place.sessionId });
      await report(set, three, place);
      await set.until((history) => outcomesOf(history, role, 'appendMessages', 409).length > 0);
      await set.pause(stillness);
    },
  }),
  clientScenario(role, 'completion-lost', {
    title: 'A VM agent says that it has completed until it is answered',
    requirements: ['TASK-11', 'TASK-14'],
    faults: [
      { where: { operation: 'completeAgent', nth: 1 }, fault: { kind: 'status', status: 503 } },
      { where: { operation: 'completeAgent', nth: 2 }, fault: { kind: 'answer-lost' } },
    ],
    checks: ['client-delivers', 'client-backs-off'],
    play: (set) => reportToTheEnd(set),
  }),
  clientScenario(role, 'batches', {
    title: 'A VM agent with much to report sends it in small batches, in order',
    requirements: ['TASK-10', 'TASK-11'],
    checks: ['batches-bounded', 'client-delivers'],
    play: (set) =>
      reportToTheEnd(set, [
        ...Array.from({ length: 120 }, (_, index) => `Step ${index + 1} of 120.`),
        ...['a', 'b', 'c'].map((letter) => letter.repeat(30 * 1024)),
      ]),
  }),
];
