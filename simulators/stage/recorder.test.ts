import { describe, expect, test } from 'vitest';
import { historyEvent } from '../../contracts/trace/index.ts';
import { Recorder } from './recorder.ts';

describe('the recorder', () => {
  test('numbers events from 0, gives them the time, and answers their index', () => {
    let now = 5;
    const recorder = new Recorder(() => now);
    expect(recorder.record('phase', { actor: 'harness', phase: 'play' })).toBe(0);
    now = 9;
    expect(recorder.record('report', { actor: 'frontend', report: 'shown', detail: 1 })).toBe(1);
    expect(recorder.history).toEqual([
      { index: 0, time: 5, kind: 'phase', actor: 'harness', phase: 'play' },
      { index: 1, time: 9, kind: 'report', actor: 'frontend', report: 'shown', detail: 1 },
    ]);
    for (const event of recorder.history) expect(historyEvent.parse(event)).toEqual(event);
  });

  test('puts the cause into what follows, unless the event brings its own', () => {
    const recorder = new Recorder(() => 0);
    recorder.cause = recorder.record('advance', { actor: 'harness', ms: 1 });
    recorder.record('advance', { actor: 'harness', ms: 2 });
    recorder.record('advance', { actor: 'harness', ms: 3, cause: 1 });
    recorder.cause = undefined;
    recorder.record('advance', { actor: 'harness', ms: 4 });
    expect(recorder.history.map(({ cause }) => cause)).toEqual([undefined, 0, 1, undefined]);
  });
});
