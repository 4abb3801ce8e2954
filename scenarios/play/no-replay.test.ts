import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { sampleReport, sampleScenario } from '../../reports/sample-report.ts';
import { replay } from './replay.ts';

/** A folder with a trace, and a report where one is given; answers the path of the trace. */
function traceOf(scenario: string, target: string, reportOf?: { target: string; reproduce: string }): string {
  const folder = mkdtempSync(join(tmpdir(), 'rehearse-no-replay-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'traces', `${scenario}.jsonl`);
  mkdirSync(dirname(file), { recursive: true });
  const about = { format: 1, tool: 'dress-rehearsal', version: '0.1.0', mutant: null, faultPlan: [], choices: [] };
  writeFileSync(file, `${JSON.stringify({ ...about, scenario, seed: 7, target })}\n`);
  if (reportOf) {
    const scenarios = [sampleScenario({ id: scenario, reproduce: reportOf.reproduce })];
    const report = sampleReport(scenarios, { seed: 7, target: reportOf.target });
    writeFileSync(join(folder, 'report.json'), JSON.stringify(report));
  }
  return file;
}

describe('A trace that is not replayed', () => {
  test.each([
    [
      'vm-agent/reports',
      'embedded',
      'it is of a client, and traces of clients and Workers are not replayed. Play it again: npx rehearse client --role vm-agent --only vm-agent/reports --seed 7 --command …',
    ],
    [
      'retries/gone',
      'worker chat',
      'it was recorded on the worker chat, and traces of clients and Workers are not replayed. Play it again: npx rehearse run retries/gone --worker … --seed 7',
    ],
    [
      'retries/gone',
      'http://127.0.0.1:8787',
      'it was recorded on http://127.0.0.1:8787, whose order cannot be repeated. Play it again: npx rehearse run retries/gone --target http://127.0.0.1:8787 --seed 7',
    ],
    [
      'retries/gone',
      'sam at http://127.0.0.1:8787',
      'it was recorded on sam at http://127.0.0.1:8787, whose order cannot be repeated. Play it again: npx rehearse run retries/gone --adapter … --seed 7',
    ],
  ])('says why, and how its scenario is played again: %s on %s', async (scenario, target, says) => {
    const file = traceOf(scenario, target);
    await expect(replay(file, {})).rejects.toThrow(`Failed to replay ${file}: ${says}`);
  });

  test('names the very command of the report beside it, where that is of the same run', async () => {
    const reproduce = "npx rehearse client --role vm-agent --only vm-agent/reports --seed 7 --command 'node agent.mjs'";
    const same = traceOf('vm-agent/reports', 'embedded', { target: 'embedded', reproduce });
    await expect(replay(same, {})).rejects.toThrow(`Play it again: ${reproduce}`);
    const other = traceOf('vm-agent/reports', 'embedded', { target: 'worker chat', reproduce });
    await expect(replay(other, {})).rejects.toThrow('--command …');
  });

  test('of a scenario that is gone is said to be that', async () => {
    const file = traceOf('retries/unheard-of', 'embedded');
    await expect(replay(file, {})).rejects.toThrow('there is no scenario retries/unheard-of any more.');
  });
});
