import { describe, expect, test } from 'vitest';
import type { Fault } from '../../contracts/trace/index.ts';
import { problem } from '../../contracts/wire/index.ts';
import { type Call, LinkError } from '../ports.ts';
import { json, TestStage } from './testing.ts';
import type { RawAnswer } from './transport.ts';

const projectId = '6f1d3c52-0b8e-4a57-9c1e-2f4f3a7d9b10';
const list: Call = { operation: 'listTasks', params: { projectId }, token: 'mine' };
const planned = (fault: Fault) => new TestStage([{ where: { actor: 'frontend', operation: 'listTasks' }, fault }]);

/** How the call ended for the one who made it. */
async function ask(stage: TestStage, call: Call = list, wanted?: 'wrong on purpose'): Promise<unknown> {
  return stage.play(() =>
    stage
      .link('frontend', wanted)
      .request(call)
      .then(
        ({ status }) => status,
        (error: unknown) => (error instanceof LinkError ? error.kind : error),
      ),
  );
}

const sent = 'frontend sends listTasks';
const handled = ['target gets listTasks', 'target sends 200'];

describe('a request without faults', () => {
  test('is sent, handled, answered and ended, each an event with its cause', async () => {
    const stage = new TestStage();
    expect(await ask(stage)).toBe(200);
    expect(stage.lines).toEqual([sent, ...handled, 'frontend gets 200', 'frontend ends listTasks: ok, 200']);
    expect(stage.history.map(({ cause }) => cause)).toEqual([undefined, undefined, 1, 2, 3]);
    expect(stage.transport.requests).toEqual([
      { method: 'GET', path: `/v1/projects/${projectId}/tasks`, headers: { authorization: 'Bearer mine' } },
    ]);
  });

  test('ends as unknown when the connection breaks', async () => {
    const stage = new TestStage();
    stage.transport.answer = () => null;
    expect(await ask(stage)).toBe('connection-lost');
    expect(stage.lines).toEqual([sent, 'target gets listTasks', 'frontend ends listTasks: unknown, connection-lost']);
  });

  test.each<[string, RawAnswer, string]>([
    ['a final refusal', json(403, problem('forbidden', 'no')), 'failed, 403'],
    ['a failure that is registered as definite', json(503, problem('session_unavailable', 'no')), 'failed, 503'],
    ['a failure that is registered as open', json(503, problem('unavailable', 'no')), 'unknown, 503'],
    ['an internal error', json(500, problem('internal_error', 'no')), 'unknown, 500'],
    ['a 502 of who knows what', { status: 502, headers: {}, body: 'Bad gateway' }, 'unknown, 502'],
    ['a 408 of who knows what', { status: 408, headers: {}, body: '' }, 'unknown, 408'],
    ['a 404 of who knows what', { status: 404, headers: {}, body: 'Not here' }, 'failed, 404'],
  ])('after %s: definite or not, as the contract says', async (_what, answer, end) => {
    const stage = new TestStage();
    stage.transport.answer = () => answer;
    await ask(stage);
    expect(stage.lines.at(-1)).toBe(`frontend ends listTasks: ${end}`);
  });
});

describe('a fault of a request on its way', () => {
  test.each<{ fault: Fault; end: unknown; lines: string[]; time: number }>([
    {
      fault: { kind: 'status', status: 503, retryAfter: 7 },
      end: 503,
      lines: [
        sent,
        'fault status',
        'network drops listTasks: answered on the way',
        'network sends 503',
        'frontend gets 503',
        'frontend ends listTasks: unknown, 503',
      ],
      time: 0,
    },
    {
      fault: { kind: 'lost' },
      end: 'connection-lost',
      lines: [
        sent,
        'fault lost',
        'network drops listTasks: connection lost',
        'frontend ends listTasks: unknown, connection-lost',
      ],
      time: 0,
    },
    {
      fault: { kind: 'answer-lost' },
      end: 'connection-lost',
      lines: [
        sent,
        ...handled,
        'fault answer-lost',
        'network drops 200: connection lost',
        'frontend ends listTasks: unknown, connection-lost',
      ],
      time: 0,
    },
    {
      fault: { kind: 'timeout' },
      end: 'timeout',
      lines: [
        sent,
        ...handled,
        'fault timeout',
        'network drops 200: never came',
        'frontend ends listTasks: unknown, timeout',
      ],
      time: 10_000,
    },
    {
      fault: { kind: 'delay', ms: 700 },
      end: 200,
      lines: [sent, 'fault delay', ...handled, 'frontend gets 200', 'frontend ends listTasks: ok, 200'],
      time: 700,
    },
  ])('$fault.kind: the actor sees $end', async ({ fault, end, lines, time }) => {
    const stage = planned(fault);
    expect(await ask(stage)).toBe(end);
    expect(stage.lines).toEqual(lines);
    expect(stage.history.at(-1)?.time).toBe(time);
    expect(stage.network.faults.fired).toEqual([0]);
    expect(stage.transport.requests).toHaveLength(lines.includes('target gets listTasks') ? 1 : 0);
  });

  test('status: the answer is not of the contract, and says when to come back', async () => {
    const stage = planned({ kind: 'status', status: 429, retryAfter: 7 });
    const answer = await stage.play(() => stage.link().request(list));
    expect(answer).toEqual({
      status: 429,
      headers: { 'content-type': 'text/plain', 'retry-after': '7' },
      body: 'answered by something on the way',
    });
  });

  test('duplicate: the target handles it twice under one msg, the actor hears one answer', async () => {
    const stage = planned({ kind: 'duplicate' });
    expect(await ask(stage)).toBe(200);
    expect(stage.transport.requests).toHaveLength(2);
    const delivered = stage.history.filter((event) => event.kind === 'deliver' && event.message.type === 'request');
    expect(delivered.map((event) => 'msg' in event && event.msg)).toEqual([1, 1]);
    const count = (line: string) => stage.lines.filter((other) => other === line).length;
    expect(count('target sends 200')).toBe(2);
    expect(count('frontend gets 200')).toBe(1);
    expect(count('network drops 200: nobody waits for it any more')).toBe(1);
    expect(count('frontend ends listTasks: ok, 200')).toBe(1);
  });

  test('delay beyond the timeout: the request arrives all the same, its late answer is dropped', async () => {
    const stage = planned({ kind: 'delay', ms: 15_000 });
    const end = await stage.play(async () => {
      const error: unknown = await stage
        .link()
        .request({ ...list, timeout: 3000 })
        .catch((reason: unknown) => reason);
      await stage.network.scheduler.advance(20_000);
      return error;
    });
    expect(end).toEqual(new LinkError('timeout'));
    expect(stage.lines).toEqual([
      sent,
      'fault delay',
      'frontend ends listTasks: unknown, timeout',
      ...handled,
      'network drops 200: nobody waits for it any more',
    ]);
    expect(stage.history[2]?.time).toBe(3000);
  });

  test('two at once: it is late, and its answer is lost', async () => {
    const where = { operation: 'listTasks' };
    const stage = new TestStage([
      { where, fault: { kind: 'answer-lost' } },
      { where, fault: { kind: 'delay', ms: 50 } },
    ]);
    expect(await ask(stage)).toBe('connection-lost');
    expect(stage.network.faults.fired).toEqual([0, 1]);
  });

  test.each<Fault>([
    { kind: 'reorder' },
    { kind: 'socket-dropped' },
    { kind: 'socket-closed', code: 1012 },
    { kind: 'half-open' },
  ])('$kind is for sockets alone: a request goes its way and the entry has not fired', async (fault) => {
    const stage = planned(fault);
    expect(await ask(stage)).toBe(200);
    expect(stage.network.faults.fired).toEqual([]);
  });
});

describe('a message that is not as the contract says', () => {
  const bad = { ...list, params: { projectId: 'mine' } };

  test('is blamed on the target when the target answered it', async () => {
    const stage = new TestStage();
    stage.transport.answer = () => json(200, { tasks: 'none' });
    await ask(stage);
    expect(stage.lines).toContain('violation by target in 2');
  });

  test('is blamed on the simulator when a simulator sent it', async () => {
    const stage = new TestStage();
    await ask(stage, bad);
    expect(stage.lines).toEqual(expect.arrayContaining(['violation by simulator in 0']));
  });

  test('is nobody’s fault when it was sent wrongly on purpose, or made up on the way', async () => {
    const onPurpose = new TestStage();
    await ask(onPurpose, bad, 'wrong on purpose');
    const onTheWay = planned({ kind: 'status', status: 500 });
    await ask(onTheWay);
    expect([...onPurpose.lines, ...onTheWay.lines].filter((line) => line.startsWith('violation'))).toEqual([]);
  });

  test('is sent as it is, by another method and on another path', async () => {
    const stage = new TestStage();
    const instead = { method: 'PATCH', path: '/elsewhere' };
    await ask(stage, { ...list, body: '{"half', instead }, 'wrong on purpose');
    expect(stage.transport.requests).toMatchObject([
      { ...instead, body: '{"half', headers: { 'content-type': 'application/json' } },
    ]);
  });
});
