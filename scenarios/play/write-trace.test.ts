import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { History } from '../../contracts/trace/index.ts';
import { sampleScenario } from '../../reports/sample-report.ts';
import { Recorder } from '../../simulators/stage/recorder.ts';
import { writeTrace } from './write-trace.ts';

test('What a Worker said is written beside the trace, with the names of the trace, and what it said earlier is not', async () => {
  const out = mkdtempSync(join(tmpdir(), 'rehearse-trace-'));
  onTestFinished(() => rmSync(out, { recursive: true, force: true }));
  const report = sampleScenario();
  const written = async (history: History) => {
    const about = { seed: 1, target: 'worker chat', mutant: null };
    const { trace } = await writeTrace(out, { report, history, choices: [] }, about);
    return join(out, trace ?? '');
  };
  const recorder = new Recorder(() => 1500);
  recorder.record('phase', { actor: 'harness', phase: 'play' });
  const text = 'room 6f1d3c52-0b8e-4a57-9c1e-2f4f3a7d9b10';
  recorder.record('log', { actor: 'target', level: 'warn', source: 'Room-0', text });
  const trace = await written(recorder.history);
  const log = trace.replace('.jsonl', '.log');
  expect(readFileSync(log, 'utf8')).toBe('1.500 s Room-0 warn: room id1\n');
  expect(readFileSync(trace, 'utf8')).toContain('"text":"room id1"');
  await written(recorder.history.slice(0, 1));
  expect(existsSync(trace)).toBe(true);
  expect(existsSync(log)).toBe(false);
});
