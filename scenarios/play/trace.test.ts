import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TraceHeader } from '../../contracts/trace/index.ts';
import { Recorder } from '../../simulators/stage/recorder.ts';
import { json, TestStage } from '../../simulators/stage/testing.ts';
import { readTrace, traceText } from './trace.ts';

const header: TraceHeader = {
  format: 1,
  tool: 'dress-rehearsal',
  version: '0.1.0',
  scenario: 'retries/answer-lost',
  seed: 7,
  target: 'embedded',
  mutant: null,
  faultPlan: [{ where: { actor: 'frontend', operation: 'listTasks', nth: 2 }, fault: { kind: 'answer-lost' } }],
  choices: ['frontend/listTasks/1'],
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rehearse-trace-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A short play whose ids, token and node differ from play to play. */
async function play(nonce: string): Promise<TestStage> {
  const id = (count: number) => `${nonce}-0000-4000-8000-${String(count).padStart(12, '0')}`;
  const token = `token-of-${nonce}`;
  const params = { projectId: id(1) };
  const stage = new TestStage(header.faultPlan);
  const task = {
    taskId: id(2),
    projectId: id(1),
    sessionId: id(3),
    status: 'queued',
    createdAt: 1,
    updatedAt: 1,
  };
  stage.transport.answer = () => json(200, { tasks: [task], nextCursor: `1.${id(2)}` });
  stage.transport.upgrade = (socket) => {
    socket.open();
    socket.say({ type: 'subscribed', sessionId: id(3), cursor: 0 });
  };
  const link = stage.link();
  await stage.play(async () => {
    await link.request({ operation: 'listTasks', params, token });
    await link.request({ operation: 'listTasks', params, query: { cursor: `1.${id(2)}` }, token }).catch(() => null);
    link.connect({ operation: 'events', params, token }, { open() {}, frame() {}, close() {} });
    stage.network.recorder.record('report', {
      actor: 'vm-agent',
      report: 'listening',
      detail: { url: `http://127.0.0.1:${Number.parseInt(nonce, 16)}` },
    });
  });
  return stage;
}

describe('a trace', () => {
  test('is byte for byte the same for two plays with other raw ids, tokens and addresses', async () => {
    const [first, second] = await Promise.all(['00001001', '00001002'].map(play));
    expect(first?.history).not.toEqual(second?.history);
    const text = traceText(header, first?.history ?? []);
    expect(traceText(header, second?.history ?? [])).toBe(text);
    for (const secret of ['00001001', 'token-of', '127.0.0.1']) expect(text).not.toContain(secret);
  });

  test('is a header and one event a line, and reads back as it was written', async () => {
    const { history } = await play('00001001');
    const text = traceText(header, history);
    const file = join(folder, 'good.jsonl');
    await writeFile(file, text);
    const trace = await readTrace(file);
    expect(trace.header).toEqual(header);
    expect(trace.lines).toEqual(text.split('\n').slice(1, -1));
    expect(trace.history).toHaveLength(history.length);
    expect(trace.history).toEqual(trace.lines.map((line) => JSON.parse(line)));
  });

  const first = JSON.stringify(header);
  const event = (() => {
    const recorder = new Recorder(() => 0);
    recorder.record('phase', { actor: 'harness', phase: 'play' });
    return JSON.stringify(recorder.history[0]);
  })();

  test.each([
    ['nothing in it', '', 'its first line is not the header of a trace.'],
    ['something else in it', '{"hello":"world"}\n', 'its first line is not the header of a trace.'],
    ['a header of another format', first.replace('"format":1', '"format":2'), 'its first line is not the header'],
    ['a line cut off', `${first}\n${event}\n${event.slice(0, 20)}`, 'line 3 is not JSON. The file is damaged.'],
    [
      'a line that is no event',
      `${first}\n${event}\n{"kind":"phase"}\n`,
      'line 3 is not an event of a history. The file is damaged.',
    ],
  ])('with %s is refused in one clear line', async (what, text, reason) => {
    const file = join(folder, `${what.replaceAll(' ', '-')}.jsonl`);
    await writeFile(file, text);
    const error = await readTrace(file).catch((thrown: Error) => thrown);
    expect(error).toBeInstanceOf(Error);
    const message = error instanceof Error ? error.message : '';
    expect(message).toContain(`Failed to read the trace ${file}: ${reason}`);
    expect(message).not.toContain('\n');
  });

  test('that is not there is said to be not there', async () => {
    await expect(readTrace(join(folder, 'none.jsonl'))).rejects.toThrow('there is no such file.');
  });
});
