import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type StateName, states } from '../../../contracts/provider/states.ts';
import { type Given, Looking, type Seen } from './testing.ts';

let it: Looking;
beforeAll(async () => {
  it = await Looking.start();
});
afterAll(() => it.stop());

type Look = (given: Given) => Promise<unknown>;
interface Case {
  params?: Record<string, unknown>;
  look: Look;
  sees: unknown;
}

const body = async (seen: Promise<Seen>) => (await seen).body;
const code = async (seen: Promise<Seen>) => (await seen).code ?? (await seen).status;
const messageId = randomUUID();
const message = { messageId, role: 'assistant', content: 'Done', createdAt: 7 };
const submitAgain = (idempotencyKey: string) => ({
  headers: { 'idempotency-key': idempotencyKey },
  body: { message: 'Do it' },
});

const task: Look = async (given) => {
  const { status } = await body(it.ask('getTask', given));
  const session = await body(it.ask('getSession', given, { as: 'agentToken' }));
  return [status, session.status, session.workspaceId === given.workspaceId, session.agentCompletedAt !== null];
};
const history: Look = async (given) =>
  (await body(it.ask('listMessages', given))).messages.map((one) => [
    one.messageId === given.messageId ? 'prompt' : one.messageId,
    one.content,
  ]);
const live: Look = async (given) => {
  const { state, running, seq } = await body(it.ask('getLiveSession', given));
  return [state, running, `${seq}` === `${given.seq}`];
};
const said: Look = async (given) =>
  (await body(it.ask('liveHistory', given))).events.map(({ type }) => type).filter((type) => type !== 'session_state');
const modes: Look = async (given) => {
  const { mode, state } = await body(it.ask('getLiveSession', given));
  const { events } = await body(it.ask('liveHistory', given));
  return [state, mode, events.flatMap(({ type, mode: changed }) => (type === 'mode_changed' ? [changed] : []))];
};
const phase: Look = async (given) => {
  const session = await it.ask('getPhaseSession', given);
  if (session.status === 404) return 'not found';
  const { state, version, title, taskId } = session.body;
  return [state, `${version}` === `${given.version}`, title, taskId === given.taskId];
};
const renew: Look = (given) => code(it.ask('renewPhaseLock', given));
const agentTask: Look = async (given) => {
  const { state, kind, sessionId, chatId, issueId } = await body(it.ask('getAgentTask', given, { as: 'daemonToken' }));
  const { messages } = await body(it.ask('agentTaskMessages', given));
  return [state, kind, sessionId, chatId === given.chatId, issueId === given.issueId, messages.length];
};
/** As the daemon of the runtime, with the key of the state. */
const claim = (given: Given) => it.ask('claimTask', given, { as: 'daemonToken', body: { claimKey: given.claimKey } });

const cases: Partial<Record<StateName, Case[]>> = {
  'a project': [{ look: async (given) => (await body(it.ask('listTasks', given))).tasks, sees: [] }],
  'a task': [
    { look: task, sees: ['running', 'active', true, false] },
    { params: { linked: false }, look: task, sees: ['queued', 'active', false, false] },
    { params: { linked: false }, look: (given) => link(given), sees: 200 },
    { params: { agentCompleted: true }, look: task, sees: ['running', 'active', true, true] },
    {
      params: { stopped: true },
      look: async (given) => (await body(it.ask('getSession', given))).status,
      sees: 'stopped',
    },
    {
      params: { prompt: 'Do it', messages: [message] },
      look: history,
      sees: [
        ['prompt', 'Do it'],
        [messageId, 'Done'],
      ],
    },
    {
      params: { prompt: 'Do it', idempotencyKey: 'key-1' },
      look: async (given) => (await body(it.ask('submitTask', given, submitAgain('key-1')))).taskId === given.taskId,
      sees: true,
    },
    {
      params: { prompt: 'Do it', idempotencyKey: 'key-1' },
      look: async (given) => (await body(it.ask('submitTask', given, submitAgain('key-2')))).taskId === given.taskId,
      sees: false,
    },
  ],
  'a live session': [
    { look: live, sees: ['CREATED', false, true] },
    { look: said, sees: [] },
    { params: { turns: 1 }, look: live, sees: ['DETACHED', true, true] },
    {
      params: { turns: 2 },
      look: said,
      sees: ['user_message', 'message_complete', 'user_message', 'message_complete'],
    },
    { params: { turns: 1, ended: true }, look: live, sees: ['ENDED', false, true] },
    { params: { ended: true }, look: live, sees: ['ENDED', false, true] },
    { params: { hanging: true }, look: said, sees: ['user_message'] },
    { params: { turns: 1, hanging: true }, look: live, sees: ['DETACHED', true, true] },
    {
      params: { prompts: ['/tool grep login', '/fail'] },
      look: said,
      sees: ['user_message', 'tool_call', 'tool_result', 'message_complete', 'user_message', 'message_failed'],
    },
    {
      params: { turns: 1, prompts: ['/hang', '/hang', 'Hello'], hanging: true },
      look: said,
      sees: [
        ...['user_message', 'message_complete', 'user_message', 'message_interrupted', 'user_message'],
        ...['message_interrupted', 'user_message', 'message_complete', 'user_message'],
      ],
    },
    { params: { prompts: ['/fail'] }, look: live, sees: ['DETACHED', true, true] },
    { look: modes, sees: ['CREATED', 'ask', []] },
    { params: { mode: 'auto' }, look: modes, sees: ['CREATED', 'auto', ['auto']] },
    { params: { mode: 'ask' }, look: modes, sees: ['CREATED', 'ask', []] },
    { params: { prompts: ['/fail'], mode: 'agent', ended: true }, look: modes, sees: ['ENDED', 'agent', ['agent']] },
    {
      params: { turns: 1, clientMsgId: messageId },
      look: async (given) => {
        const { events } = await body(it.ask('liveHistory', given));
        const prompt = events.find(({ type }) => type === 'user_message');
        return [prompt?.clientMsgId, prompt?.content];
      },
      sees: [messageId, 'Hello there'],
    },
  ],
  'a phase session': [
    { look: phase, sees: ['created', true, null, true] },
    { params: { state: 'running' }, look: phase, sees: ['running', true, null, true] },
    { params: { state: 'completed', title: 'Plan' }, look: phase, sees: ['completed', true, 'Plan', true] },
    { params: { state: 'failed' }, look: phase, sees: ['failed', true, null, true] },
    { params: { state: 'cancelled' }, look: phase, sees: ['cancelled', true, null, true] },
    { params: { messages: [{ messageId, content: 'Hi' }] }, look: phase, sees: ['running', true, null, true] },
    {
      params: { messages: [{ messageId, content: 'Hi' }] },
      look: async (given) => (await body(it.ask('listPhaseMessages', given))).messages[0]?.messageId,
      sees: messageId,
    },
    {
      params: { phase: 'verification', modelId: 'painter', version: '2.0' },
      look: async (given) => (await body(it.ask('lookupPhase', { ...given, phase: 'verification' }))).model,
      sees: { modelId: 'painter', version: '2.0' },
    },
    { params: { deleted: true }, look: phase, sees: 'not found' },
    { params: { deleted: true }, look: (given) => code(it.ask('readArchived', given)), sees: 'not_found' },
    { params: { archived: true }, look: (given) => code(it.ask('readArchived', given)), sees: 200 },
    { params: { lockedBy: 'the user' }, look: renew, sees: 200 },
    { params: { lockedBy: 'somebody else' }, look: renew, sees: 200 },
    {
      params: { lockedBy: 'somebody else' },
      look: (given) => code(it.ask('lockPhaseSession', given)),
      sees: 'session_locked',
    },
    { look: renew, sees: 'lock_lost' },
    { look: (given) => code(it.ask('lockPhaseSession', given)), sees: 201 },
  ],
  'a runtime': [
    { look: runtime, sees: ['online', 200] },
    { params: { agent: false }, look: runtime, sees: ['online', 404] },
    { params: { removed: true }, look: runtime, sees: ['removed', 200] },
  ],
  'a task of an agent': [
    { look: agentTask, sees: ['queued', 'issue', null, false, true, 0] },
    { params: { kind: 'chat' }, look: agentTask, sees: ['queued', 'chat', null, true, false, 0] },
    { params: { kind: 'chat' }, look: async (given) => (await it.ask('getAgentChat', given)).status, sees: 200 },
    { look: async (given) => (await it.ask('getAgentChat', given)).status, sees: 200 },
    { params: { state: 'dispatched' }, look: agentTask, sees: ['dispatched', 'issue', null, false, true, 0] },
    {
      params: { state: 'running', session: true, messages: 3 },
      look: agentTask,
      sees: ['running', 'issue', 'run-now', false, true, 3],
    },
    { params: { state: 'completed' }, look: agentTask, sees: ['completed', 'issue', null, false, true, 0] },
    { params: { state: 'failed' }, look: agentTask, sees: ['failed', 'issue', null, false, true, 0] },
    { params: { state: 'cancelled' }, look: agentTask, sees: ['cancelled', 'issue', null, false, true, 0] },
    { params: { taskId: messageId }, look: async (given) => given.taskId, sees: messageId },
    {
      params: { state: 'dispatched', claimKey: messageId },
      look: async (given) => (await body(claim({ ...given, claimKey: messageId }))).task.taskId === given.taskId,
      sees: true,
    },
    ...['issue', 'chat'].map((kind) => ({
      params: { kind, prior: true },
      look: async (given: Given) => (await body(claim(given))).task.priorSessionId,
      sees: 'run-before',
    })),
    { look: async (given) => (await body(claim(given))).task.priorSessionId, sees: null },
  ],
};

const link = (given: Given) =>
  code(it.ask('linkWorkspace', given, { as: 'agentToken', body: { workspaceId: given.workspaceId } }));

async function runtime(given: Given): Promise<unknown> {
  const { runtimes } = await body(it.ask('listRuntimes', given));
  const own = runtimes.find(({ runtimeId }) => runtimeId === given.runtimeId);
  return [own?.status, (await it.ask('getAgent', given)).status];
}

describe('a base state', () => {
  const rows = Object.entries(cases).flatMap(([state, of]) =>
    of.map((one) => ({ ...one, state: state as StateName, params: one.params ?? {} })),
  );
  test.each(rows)('is what is seen by the API: $state $params → $sees', async ({ state, params, look, sees }) => {
    const given = await it.given([state, params]);
    expect(Object.keys(given).sort()).toEqual([...states[state].values].sort());
    expect(await look(given)).toEqual(sees);
  });

  test('is looked at here, each of them', () => {
    const bases = Object.entries(states).flatMap(([name, state]) => ('modifies' in state ? [] : [name]));
    expect(Object.keys(cases)).toEqual(bases);
  });

  test('shares nothing with one before it', async () => {
    const [first, second] = [await it.given('a task'), await it.given('a task')];
    const same = Object.keys(first).filter((name) => first[name] === second[name]);
    expect(same).toEqual([]);
    const others = { ...first, taskId: second.taskId ?? '' };
    expect((await it.ask('getTask', others)).status).toBe(404);
  });
});
