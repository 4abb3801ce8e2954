import { describe, expect, test } from 'vitest';
import { everyStatus, failedScenario, sampleReport, sampleScenario } from './sample-report.ts';
import { terminal } from './terminal.ts';

describe('The terminal reporter', () => {
  test('tells a failure in order: promised, happened, contract, reproduce', () => {
    const requirements = new Map([['TASK-1', 'One task has exactly one session.']]);
    const text = terminal.render(sampleReport([failedScenario()]), { out: 'out', requirements });
    const parts = [
      'MUST one-session (TASK-1)',
      'Task t1 has two sessions: s1 and s2.',
      'What happened',
      ' +0.000 s  frontend:one submitTask',
      '+12.000 s  target answers 201 with session s2',
      'Where the contract says so',
      'TASK-1: One task has exactly one session.',
      'submitTask: POST /v1/projects/{projectId}/tasks (contracts/wire/openapi.json)',
      'Play it again',
      'rehearse run duplicate-creation/two-tabs --seed 1',
      'trace: out/traces/duplicate-creation.two-tabs.jsonl',
      '0 passed, 1 failed of 1 scenario in 2.3 s',
    ];
    const places = parts.map((part) => text.lastIndexOf(part));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((left, right) => left - right));
  });

  test('takes one line for a family that passed', () => {
    const text = terminal.render(sampleReport([sampleScenario(), sampleScenario({ id: 'retries/b' })]), {});
    expect(text.split('\n')[0]).toBe('retries  2 passed  0.2 s');
    expect(text).not.toContain('retries/b');
  });

  test('groups what was skipped by reason, and names what the target cannot meet', () => {
    const unmet = [{ requirement: 'TASK-10', reason: 'seq is only ordered' }];
    const text = terminal.render(sampleReport(everyStatus, { unmet }), {});
    expect(text).toContain('2 × The target does not offer live. (live/hibernated, live/reconnect)');
    expect(text).toContain('TASK-10: seq is only ordered');
  });

  test('says how many passed in part, and why, most often first', () => {
    const [key, seq] = ['the target does not promise idempotency: key', 'the target does not promise seq: gapless'];
    const scenarios = [
      sampleScenario({ id: 'retries/a', inPart: [seq, key] }),
      sampleScenario({ id: 'retries/b', inPart: [key] }),
      sampleScenario({ id: 'retries/c' }),
      failedScenario({ inPart: [seq] }),
    ];
    const text = terminal.render(sampleReport(scenarios), {});
    expect(text).toContain(`3 passed, 1 failed of 4 scenarios in 2.3 s\n2 of them passed in part: ${key}; ${seq}\n`);
    expect(terminal.render(sampleReport(everyStatus), {})).not.toContain('in part');
  });

  test('takes no plain word of a story for an operation', () => {
    const story = [{ event: 0, time: 0, text: 'the observer reads all events' }];
    expect(terminal.render(sampleReport([failedScenario({ story })]), {})).not.toContain('openapi.json');
  });
});
