import { describe, expect, test } from 'vitest';
import { Recorder } from '../../simulators/stage/recorder.ts';
import { TestStage } from '../../simulators/stage/testing.ts';
import { tellStory } from './story.ts';

const projectId = '6f1d3c52-0b8e-4a57-9c1e-2f4f3a7d9b10';
const list = { operation: 'listTasks' as const, params: { projectId }, token: 'a-token-of-alice' };

/** Three requests; the second has lost its answer. */
async function played(): Promise<TestStage> {
  const stage = new TestStage([{ where: { operation: 'listTasks', nth: 2 }, fault: { kind: 'answer-lost' } }]);
  await stage.play(async () => {
    for (const _ of [1, 2, 3]) {
      await stage
        .link()
        .request(list)
        .catch(() => null);
    }
  });
  return stage;
}

const last = (stage: TestStage, kind: string) => stage.history.findLast((event) => event.kind === kind)?.index ?? -1;
const texts = (stage: TestStage, events: number[]) => tellStory(stage.history, events).map(({ text }) => text);

describe('the story of a failure', () => {
  test('is the events a check named, the request of each, and the faults before it, in order', async () => {
    const stage = await played();
    const events = [last(stage, 'outcome')];
    expect(texts(stage, events)).toEqual([
      'fault: answer-lost',
      'frontend sends listTasks GET /v1/projects/p1/tasks ',
      'frontend: listTasks ended ok',
    ]);
    const told = tellStory(stage.history, events).map(({ event }) => event);
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told.at(-1)).toBe(events[0]);
  });

  test('leaves out faults that came later', async () => {
    const stage = await played();
    expect(texts(stage, [0])).toEqual(['frontend sends listTasks GET /v1/projects/p1/tasks ']);
  });

  test('is empty when nothing was named, and passes over what is not there', async () => {
    const stage = await played();
    expect(tellStory(stage.history, [])).toEqual([]);
    expect(texts(stage, [0, 9999])).toHaveLength(1);
  });

  test('has at most 16 lines, each no longer than fits, and neither ids nor tokens', () => {
    const stage = new TestStage();
    const detail = { sessionId: projectId, text: 'x'.repeat(1000) };
    const events = Array.from({ length: 40 }, () =>
      stage.network.recorder.record('report', { actor: 'frontend', report: 'shown', detail }),
    );
    const lines = texts(stage, events);
    expect(lines).toHaveLength(16);
    for (const line of lines) {
      expect(line).toMatch(/^frontend reports shown \{"sessionId":"s1","text":"x+…$/);
      expect(line.length).toBeLessThan(300);
    }
  });

  test('has what a Worker threw for the requests that are told, and first of all, each once and however long it is', () => {
    const recorder = new Recorder(() => 0);
    const said = (level: 'log' | 'exception', text: string, op?: number) =>
      recorder.record('log', { actor: 'target', level, source: 'Worker', text, ...(op === undefined ? {} : { op }) });
    const ended = (op: number) =>
      recorder.record('outcome', {
        ...{ actor: 'frontend', operation: 'listTasks', op, outcome: 'unknown', status: 500, code: null },
      });
    said('exception', 'TypeError: the first');
    said('log', 'a word', 2);
    said('exception', 'Error: elsewhere', 9);
    const events = Array.from({ length: 20 }, (_, index) => ended(index + 10));
    for (const _ of [1, 2]) said('exception', 'RangeError: told', 11);
    const told = tellStory(recorder.history, events).map(({ text }) => text);
    expect(told).toHaveLength(16);
    const logs = told.filter((text) => text.startsWith('Worker'));
    expect(logs).toEqual(['Worker threw: TypeError: the first', 'Worker threw: RangeError: told']);
    expect([told[0], told[15]]).toEqual(logs);
  });

  test('has words for every kind of event', () => {
    const stage = new TestStage();
    const { recorder } = stage.network;
    const wire = { actor: 'frontend', operation: 'events', op: 1, msg: 1 };
    const harness = { actor: 'harness' };
    const said: [number, string][] = [
      [
        recorder.record('send', { ...wire, message: { type: 'frame', socket: 1, body: { type: 'ping' } } }),
        'frontend sends a frame: {"type":"ping"}',
      ],
      [
        recorder.record('drop', {
          ...wire,
          actor: 'network',
          message: { type: 'response', status: 200, headers: {}, body: 1 },
          reason: 'connection lost',
        }),
        'network loses the answer to events: 200 1 (connection lost)',
      ],
      [
        recorder.record('deliver', { ...wire, message: { type: 'open', socket: 1 } }),
        'frontend: the socket of events is open',
      ],
      [
        recorder.record('deliver', { ...wire, message: { type: 'close', socket: 1, code: 1012, reason: '' } }),
        'frontend: the socket of events is closed (1012)',
      ],
      [
        recorder.record('outcome', { ...wire, outcome: 'unknown', status: null, code: 'timeout' }),
        'frontend: events ended unknown (timeout)',
      ],
      [
        recorder.record('verb', { actor: 'frontend', verb: 'send', args: { text: 'Hi' }, refused: 'not ready' }),
        'frontend: send {"text":"Hi"}, refused: not ready',
      ],
      [
        recorder.record('deliver', {
          ...wire,
          operation: 'liveHistory',
          message: {
            type: 'response',
            status: 200,
            headers: {},
            body: {
              events: [
                { seq: 4, type: 'session_state', state: 'ACTIVE' },
                { seq: 5, type: 'mode_changed' },
              ],
            },
          },
        }),
        'frontend receives the answer to liveHistory: 200 4 session_state ACTIVE, 5 mode_changed',
      ],
      [recorder.record('gate', { actor: 'target', call: 'database', op: 1 }), 'the target goes on to database'],
      [recorder.record('alarm', { actor: 'target', object: 'Runner', late: 0 }), 'an alarm of Runner fires'],
      [
        recorder.record('log', { actor: 'target', level: 'warn', source: 'Room-0', text: 'two\n lines' }),
        'Room-0 says (warn): two lines',
      ],
      [recorder.record('advance', { ...harness, ms: 1500 }), 'the clock moves on by 1.5 s'],
      [recorder.record('at-once', { ...harness, phase: 'arrived', operations: 2 }), '2 steps at once: arrived'],
      [recorder.record('phase', { ...harness, phase: 'observe' }), 'the observe begins'],
      [
        recorder.record('violation', { ...harness, by: 'target', detail: 'frame: no', of: 0 }),
        'not as the contract says, by the target: frame: no',
      ],
    ];
    expect(
      texts(
        stage,
        said.map(([event]) => event),
      ),
    ).toEqual(said.map(([, text]) => text));
  });
});
