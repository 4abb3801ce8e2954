import { describe, expect, test } from 'vitest';
import type { Fault } from '../../contracts/trace/index.ts';
import type { Answer, NodeCall } from '../ports.ts';
import { TestStage } from './testing.ts';
import type { RawAnswer } from './transport.ts';

const workspaceId = '0d9c7b6a-5e4f-4c3d-9b2a-1f0e8d7c6b5a';
const order = {
  projectId: '6f1d3c52-0b8e-4a57-9c1e-2f4f3a7d9b10',
  taskId: 'b3a1f0c4-7d52-4e0b-8a64-91c2d7e5f308',
  sessionId: '9a8b7c6d-5e4f-4a3b-8c2d-1e0f9a8b7c6d',
  token: 'token-of-this-example',
  prompt: { messageId: 'e7c9b1a3-5d2f-4b68-8c0e-3a1d9f7b5c24', content: 'Begin.' },
};
const created: Answer = { status: 201, headers: {}, body: { workspaceId } };
const silence = 'nothing yet' as const;

/** What the target sees when it asks a node, and what the node was told. */
async function ask(
  options: { fault?: Fault; body?: unknown; method?: string; path?: string; answer?: Answer } = {},
): Promise<{ stage: TestStage; answer: RawAnswer | null | typeof silence; calls: NodeCall[] }> {
  const { fault, body = order, method = 'PUT', path = `/workspaces/${workspaceId}`, answer = created } = options;
  const where = { actor: 'target', operation: 'createWorkspace', nth: 1 };
  const stage = new TestStage(fault ? [{ where, fault }] : []);
  const calls: NodeCall[] = [];
  await stage.link('vm-agent').listen(async (call) => {
    calls.push(call);
    return answer;
  });
  const request = { method, path, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  let seen: RawAnswer | null | typeof silence = silence;
  await stage.play(async () => {
    void stage.transport.askNode(request).then((given) => {
      seen = given;
    });
  });
  return { stage, answer: seen, calls };
}

const sent = 'target sends createWorkspace';
const arrived = 'vm-agent gets createWorkspace';
const ends = (how: string) => `target ends createWorkspace: ${how}`;

describe('a call to a node', () => {
  test('is recorded like any other, with the target as the one who asks', async () => {
    const { stage, answer, calls } = await ask();
    expect(calls).toEqual([{ operation: 'createWorkspace', params: { workspaceId }, body: order }]);
    expect(answer).toEqual({
      status: 201,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(created.body),
    });
    expect(stage.lines).toEqual([sent, arrived, 'vm-agent sends 201', 'target gets 201', ends('ok, 201')]);
  });

  test('that has no answer with a body has none, and no type of it', async () => {
    const { answer } = await ask({ method: 'DELETE', answer: { status: 204, headers: {}, body: undefined } });
    expect(answer).toEqual({ status: 204, headers: {}, body: '' });
  });

  test.each<{ fault: Fault; answer: Awaited<ReturnType<typeof ask>>['answer']; ran: number; lines: string[] }>([
    {
      fault: { kind: 'lost' },
      answer: null,
      ran: 0,
      lines: [sent, 'fault lost', 'network drops createWorkspace: connection lost', ends('unknown, null')],
    },
    {
      fault: { kind: 'answer-lost' },
      answer: null,
      ran: 1,
      lines: [
        sent,
        arrived,
        'vm-agent sends 201',
        'fault answer-lost',
        'network drops 201: connection lost',
        ends('unknown, null'),
      ],
    },
    {
      fault: { kind: 'node-refuses', status: 507 },
      answer: { status: 507, headers: {}, body: '' },
      ran: 0,
      lines: [sent, arrived, 'fault node-refuses', 'vm-agent sends 507', 'target gets 507', ends('unknown, 507')],
    },
    {
      fault: { kind: 'node-refuses', status: 403 },
      answer: { status: 403, headers: {}, body: '' },
      ran: 0,
      lines: [sent, arrived, 'fault node-refuses', 'vm-agent sends 403', 'target gets 403', ends('failed, 403')],
    },
    {
      fault: { kind: 'node-silent', runs: false },
      answer: silence,
      ran: 0,
      lines: [sent, arrived, 'fault node-silent'],
    },
    {
      fault: { kind: 'node-silent', runs: true },
      answer: silence,
      ran: 1,
      lines: [sent, arrived, 'fault node-silent'],
    },
  ])('$fault: the node runs it $ran times', async ({ fault, answer, ran, lines }) => {
    const seen = await ask({ fault });
    expect(seen.answer).toEqual(answer);
    expect(seen.calls).toHaveLength(ran);
    expect(seen.stage.lines).toEqual(lines);
    expect(seen.stage.network.faults.fired).toEqual([0]);
  });

  test('that is not as the contract says is blamed on the target, a bad answer on the simulator', async () => {
    const asked = await ask({ body: { ...order, token: 7 } });
    expect(asked.stage.lines).toContain('violation by target in 0');
    const answered = await ask({ answer: { status: 200, headers: {}, body: { workspaceId: 'mine' } } });
    expect(answered.stage.lines).toContain('violation by simulator in 2');
  });

  test.each([
    ['POST', `/workspaces/${workspaceId}`, 405],
    ['GET', `/v1/projects/${order.projectId}/tasks`, 404],
    ['PUT', '/elsewhere', 404],
  ])('%s %s is none that a node serves: refused with a problem', async (method, path, status) => {
    const { answer, calls } = await ask({ method, path });
    expect(answer).toMatchObject({ status, headers: { 'content-type': 'application/problem+json' } });
    expect(calls).toEqual([]);
  });
});
