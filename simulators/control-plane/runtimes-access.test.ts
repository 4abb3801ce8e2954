import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { access, type Caller, callers, type OperationName, runtimeOperations } from '../../contracts/wire/index.ts';
import { adminToken } from './testing/miniflare.ts';
import { type Claimed, usersOf } from './testing/runtimes.ts';
import { setUp } from './testing/setup.ts';

const setup = setUp();

async function tokensFor(): Promise<Record<Caller, string | null>> {
  const { client, project, node } = setup;
  const { projectId } = project;
  const elsewhere = (await client.call('createProject', { token: adminToken, body: { nodeUrl: node.url } })).body;
  const there = { projectId: elsewhere.projectId };
  const user = { role: 'user', userId: 'ada' };
  const agent = { role: 'vm-agent', workspaceId: randomUUID() };
  const daemon = { role: 'daemon', runtimeId: 'r1' };
  return {
    nobody: null,
    'unknown token': 'tok_unknown',
    'expired token': await client.token({ ...user, projectId, expiresInSeconds: 0 }),
    user: project.user,
    'other user': await client.token({ ...user, projectId, userId: 'bob' }),
    'foreign user': await client.token({ ...user, ...there }),
    'own vm-agent': await client.token({ ...agent, projectId }),
    'other vm-agent': await client.token({ ...agent, projectId, workspaceId: randomUUID() }),
    'foreign vm-agent': await client.token({ ...agent, ...there }),
    daemon: await client.token({ ...daemon, projectId }),
    'other daemon': await client.token({ ...daemon, projectId, runtimeId: 'r2' }),
    'foreign daemon': await client.token({ ...daemon, ...there }),
    administrator: adminToken,
  };
}

test('the table of access holds for each operation of runtimes and each caller (SAFE-1)', async () => {
  const { client, project } = setup;
  const users = usersOf(setup);
  const laptop = await users.daemon('r1');
  await users.daemon('r2');
  const agentId = await users.agent('r1');
  const { chatId } = await users.chat(agentId);
  const tokens = await tokensFor();
  const claimed = async (): Promise<Claimed> => {
    await users.issue(agentId, randomUUID());
    const task = await laptop.claim();
    if (!task) throw new Error('Nothing was claimed.');
    return task;
  };
  const waits = await claimed();
  const runs = await claimed();
  await laptop.start(runs);
  // What would change the answers of the others comes last.
  const last: OperationName[] = ['recoverOrphans', 'removeRuntime'];
  const names = (Object.keys(runtimeOperations) as OperationName[]).filter((name) => !last.includes(name));
  const bodyOf = (operation: OperationName, claimKey: string): unknown =>
    ({
      createAgent: { name: 'Fixer', runtimeId: 'r1' },
      moveAgent: { runtimeId: 'r1' },
      queueIssueTask: { taskId: randomUUID(), issueId: randomUUID(), prompt: 'Do it' },
      createAgentChat: { chatId: randomUUID(), agentId, title: 'Chat' },
      sendAgentChat: { taskId: randomUUID(), content: 'Do it' },
      registerRuntime: { name: 'Laptop', provider: 'claude' },
      claimTask: { claimKey: randomUUID() },
      startAgentTask: { claimKey },
      pinSession: { claimKey, sessionId: 's1' },
      appendTaskMessages: { claimKey, messages: [{ seq: 1, type: 'text', content: 'hi' }] },
      completeTask: { claimKey, output: 'Done' },
      failTask: { claimKey, error: 'It broke', reason: 'timeout' },
      importLegacyRuns: { chats: [], tasks: [] },
      migrateRuns: { step: 'expand' },
    })[operation as string];
  const expected: string[] = [];
  const answered: string[] = [];
  for (const operation of [...names, ...last]) {
    const task = operation === 'failTask' ? waits : operation === 'cancelAgentTask' ? await claimed() : runs;
    for (const caller of callers) {
      const params = { projectId: project.projectId, agentId, chatId, runtimeId: 'r1', taskId: task.taskId };
      const body = bodyOf(operation, task.claim.claimKey);
      const reply = await client.call(operation, { params, body, token: tokens[caller] });
      expected.push(`${operation} ${caller} ${access[operation][caller]}`);
      answered.push(`${operation} ${caller} ${reply.status}`);
      expect(JSON.stringify(reply.body)).not.toContain(tokens[caller] ?? 'no token was sent');
    }
  }
  expect(answered).toEqual(expected);
});

test('an administrator is told of a project that does not exist', async () => {
  const params = { projectId: randomUUID() };
  const reply = await setup.client.call('migrateRuns', { params, body: { step: 'expand' }, token: adminToken });
  expect(reply).toMatchObject({ status: 404, body: { code: 'not_found' } });
});
