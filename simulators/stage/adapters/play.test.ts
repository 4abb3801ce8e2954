import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { run } from '../../../scenarios/play/run.ts';
import { defineAdapter } from './define-adapter.ts';

const id = '6f1d3c52-0b8e-4a57-9c1e-2f4f3a7d9b10';

/** Plays one scenario on an adapter that makes everything up; `listTasks` is what it is tried with. */
async function played(listTasks: () => unknown) {
  const server = createServer((_request, response) => void response.end('{}'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const adapter = defineAdapter({
    name: 'sample',
    title: 'Sample',
    options: z.object({ url: z.url() }),
    baseUrl: ({ url }) => url,
    guarantees: { seq: 'none', ack: 'batch', feed: 'live', idempotency: 'none' },
    connect: () => null,
    provisioning: {
      createProject: () => ({ status: 201, body: { projectId: id } }),
      createToken: () => ({ status: 201, body: { token: 'a-token-for-alice', expiresAt: 1 } }),
    },
    capabilities: {
      tasks: {
        submitTask: () => ({ status: 201, body: { taskId: id, sessionId: id, messageId: id } }),
        // Wrong on purpose, which its type would not let pass.
        listTasks: listTasks as () => { status: 200; body: { tasks: []; nextCursor: null } },
      },
    },
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const select = ['duplicate-creation/duplicated-on-the-way'];
  const { scenarios } = await run({ adapter: { from: adapter, options: { url } }, select, timeout: 20_000 });
  const [report] = scenarios;
  const failed = report?.checks.filter((one) => one.status === 'failed') ?? [];
  return { status: report?.status, reason: report?.reason, failed };
}

const row = { taskId: id, projectId: id, sessionId: id, status: 'queued', createdAt: 1, updatedAt: 1 };

describe('an adapter in a play', { timeout: 30_000 }, () => {
  test('that lacks what only the observer asks for is judged by the rest', async () => {
    const { status, reason, failed } = await played(() => ({ status: 200, body: { tasks: [row], nextCursor: null } }));
    expect([status, reason, failed]).toEqual(['passed', null, []]);
  });

  test('whose answer breaks the contract is the one who is blamed, and not the target', async () => {
    const { status, failed } = await played(() => ({ status: 200, body: { tasks: [{}], nextCursor: null } }));
    expect(status).toBe('failed');
    const conformance = failed.find((one) => one.id === 'contract-conformance');
    expect(conformance?.message).toMatch(
      /^The adapter of the target made what the contract does not allow: answer 200/,
    );
  });

  test('that breaks down ends the play in words', async () => {
    const { status, reason } = await played(() => {
      throw new TypeError('nothing has no rows');
    });
    expect([status, reason]).toEqual([
      'failed',
      'Failed to carry out listTasks: the adapter sample broke down (TypeError: nothing has no rows). Correct the adapter.',
    ]);
  });
});
