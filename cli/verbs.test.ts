import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { routes, routingOutcomes } from '../contracts/wire/index.ts';
import { failedScenario, sampleReport } from '../reports/sample-report.ts';
import { CannotRun } from '../scenarios/play/run-types.ts';
import { fakeEngine, rehearse, temporaryFolder } from './fake-engine.ts';

describe('rehearse list', () => {
  test('is a table by family', async () => {
    const { code, stdout } = await rehearse('list');
    expect(code).toBe(0);
    expect(stdout).toBe(`double-send
  double-send/first-message  LIVE-2   About double-send/first-message
  double-send/switch         LIVE-3   About double-send/switch

retries
  retries/batch-after-503    TASK-11  About retries/batch-after-503

3 scenarios in 2 families
`);
  });

  test('says with --json what each scenario is worth, and on stderr that this takes a while', async () => {
    const { stdout, stderr } = await rehearse('list --json');
    expect(JSON.parse(stdout)).toHaveLength(3);
    expect(JSON.parse(stdout)[2]).toEqual({
      id: 'retries/batch-after-503',
      title: 'About retries/batch-after-503',
      family: 'retries',
      requirements: ['TASK-11'],
      needs: [],
      checks: ['one-session'],
      faultsFired: ['status'],
      judged: 9,
      onlyCatcherOf: ['gives-up-on-503'],
    });
    expect(stderr).toBe('Playing every scenario and every mutant, to say what each scenario is worth.\n1/1\n');
  });

  test('has the requirements, and says which are not built', async () => {
    const { stdout } = await rehearse('list --requirements');
    expect(stdout).toBe(`Requirement  Scenarios  Mutants
TASK-1       2          1        One task has one session.
PHASE-1      not built           A phase has one session.
`);
  });

  test('has the requirements as JSON', async () => {
    const { stdout } = await rehearse('list --requirements --json');
    expect(JSON.parse(stdout)).toEqual([
      {
        id: 'TASK-1',
        text: 'One task has one session.',
        scenarios: ['a', 'b'],
        mutants: ['second-session'],
        proofs: [],
      },
      { id: 'PHASE-1', text: 'A phase has one session.', scenarios: [], mutants: [], proofs: [] },
    ]);
  });

  test('has the routing table, a row for each state with and without a loop, and what each outcome means', async () => {
    const { code, stdout, asked } = await rehearse('list --routing');
    expect([code, asked]).toEqual([0, {}]);
    const [cells = '', meanings = ''] = stdout.split('\n\n');
    const [head, first, second, ...rest] = cells.split('\n');
    expect(head).toMatch(/^State +Registered +send +interrupt +switch_session +reconnect$/);
    expect(first).toMatch(/^CREATED +loop +deliver +interrupt +answer-running +answer-running$/);
    expect(second).toMatch(/^CREATED +no loop +start +start +answer-idle +answer-idle$/);
    expect(rest).toHaveLength(14);
    expect(meanings).toContain('deliver           The registered loop gets the prompt, after those it has.\n');
    expect(
      meanings
        .trim()
        .split('\n')
        .map((line) => line.split(' ', 1)[0]),
    ).toEqual(Object.keys(routingOutcomes));
    expect(Math.max(...cells.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(100);
  });

  test('has the routing table as JSON', async () => {
    const { stdout } = await rehearse('list --routing --json');
    expect(JSON.parse(stdout)).toEqual({ outcomes: routingOutcomes, routes });
  });

  test('prints one list at a time', async () => {
    const { code, stdout, stderr } = await rehearse('list --routing --requirements');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toBe('Failed to list: --requirements and --routing are two lists. Give one of them.\n');
  });
});

describe('rehearse mutants', () => {
  test('says what caught each and ends with 0 when none survived', async () => {
    const { code, stdout } = await rehearse('mutants');
    expect(code).toBe(0);
    expect(stdout).toContain('caught  second-session   TASK-1   control-plane  retries/x: one-session\n');
    expect(stdout).toContain('2 mutants: 2 caught, 0 survived\n');
  });

  test('ends with 1 when one survived', async () => {
    const [entry] = await fakeEngine().engine.mutantNames();
    if (entry === undefined) throw new Error('There is a mutant.');
    const mutants = async () => [{ ...entry, caughtBy: [], survived: true }];
    const { code, stdout } = await rehearse('mutants second-session', { engine: { mutants } });
    expect(code).toBe(1);
    expect(stdout).toContain('SURVIVED  second-session  TASK-1  control-plane  The runner makes a second session');
  });

  test('ends with 2 when not all were played', async () => {
    const { code, stderr } = await rehearse('mutants', { engine: { mutants: async () => [] } });
    expect(code).toBe(2);
    expect(stderr).toBe('Failed to test the mutants: 0 of 2 were played. The result has those played until then.\n');
  });

  test('takes ids and patterns, a seed and lanes, and prints JSON', async () => {
    const { stdout, asked } = await rehearse('mutants *503 --seed 4 --lanes 2 --json');
    expect(asked.mutants?.[0]).toMatchObject({ select: ['gives-up-on-503'], seed: 4, lanes: 2 });
    expect(JSON.parse(stdout)).toMatchObject([{ id: 'gives-up-on-503', survived: false }]);
  });

  test('names the nearest of an unknown mutant', async () => {
    const { code, stderr } = await rehearse('mutants second-sessoin');
    expect(code).toBe(2);
    expect(stderr).toBe(
      'Failed to test the mutants: there is no mutant "second-sessoin". Did you mean "second-session"? See rehearse mutants for all.\n',
    );
  });
});

describe('rehearse replay', () => {
  function folderWithTrace(): string {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'a.jsonl'), '{}\n');
    return cwd;
  }

  test('ends with 0 when the same happened, also where that is a failure', async () => {
    const cwd = folderWithTrace();
    const { code, stdout, asked } = await rehearse('replay a.jsonl --mutant second-session', { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain('Task t1 has two sessions: s1 and s2.');
    expect(stdout).toMatch(/The same happened: all 40 events are equal\.\n$/);
    expect(asked.replay).toEqual([join(cwd, 'a.jsonl'), { mutant: 'second-session', out: undefined }]);
  });

  test('ends with 1 when something else happened, and shows both lines', async () => {
    const firstDifference = { index: 12, recorded: '{"kind":"send"}', replayed: null };
    const replay = async () => ({ same: false, firstDifference, report: sampleReport([failedScenario()]) });
    const { code, stdout } = await rehearse('replay a.jsonl', { cwd: folderWithTrace(), engine: { replay } });
    expect(code).toBe(1);
    expect(stdout).toContain('from event 12 on:\n  recorded  {"kind":"send"}\n  replayed  (the history has ended)\n');
  });

  test('prints JSON and writes a report where it is told to', async () => {
    const cwd = folderWithTrace();
    const { stdout } = await rehearse('replay a.jsonl --json --out again', { cwd });
    expect(JSON.parse(stdout)).toMatchObject({ same: true, firstDifference: null });
    expect(existsSync(join(cwd, 'again/report.json'))).toBe(true);
  });

  test('ends with 2 when the trace is corrupt', async () => {
    const replay = async () => {
      throw new CannotRun('Failed to replay: line 3 is no JSON. Give a whole trace.');
    };
    const { code, stderr } = await rehearse('replay a.jsonl', { cwd: folderWithTrace(), engine: { replay } });
    expect([code, stderr]).toEqual([2, 'Failed to replay: line 3 is no JSON. Give a whole trace.\n']);
  });

  test.each(['replay b.jsonl', 'replay .'])('ends with 2 where there is no such file: %s', async (line) => {
    const { code, stderr } = await rehearse(line);
    const file = line.slice('replay '.length);
    expect([code, stderr]).toEqual([
      2,
      `Failed to replay: there is no file "${file}". Give the path of a trace, such as those in rehearsal-out.\n`,
    ]);
  });
});

describe('rehearse serve', () => {
  test('prints how to reach it, and ends with 0 on Ctrl-C', async () => {
    const interrupt = new AbortController();
    const started = rehearse('serve --port 4000 --no-provisioning', {
      signal: interrupt.signal,
      engine: {
        async serve(options) {
          queueMicrotask(() => interrupt.abort());
          return fakeEngine().engine.serve(options);
        },
      },
    });
    const { code, stdout, asked } = await started;
    expect(code).toBe(0);
    expect(asked.serve?.[0]).toMatchObject({ port: 4000, provisioning: false });
    expect(stdout).toContain('on http://127.0.0.1:4000\n');
    expect(stdout).toContain('administrator token  admin-token\n');
    expect(stdout).toContain(
      "curl -H 'Authorization: Bearer user-token' http://127.0.0.1:4000/v1/projects/p1/sessions\n",
    );
  });

  test('ends with 2 when the control plane ends by itself', async () => {
    const { code, stderr } = await rehearse('serve --json', {
      engine: {
        serve: async () => ({ url: 'u', adminToken: 'a', userToken: 'b', projectId: 'p', closed: Promise.resolve() }),
      },
    });
    expect([code, stderr]).toEqual([2, 'Failed to serve: the control plane ended by itself. Start it again.\n']);
  });

  test('refuses a port that is none', async () => {
    const { code, stderr } = await rehearse('serve --port 99999');
    expect([code, stderr]).toEqual([
      2,
      'Failed to serve: --port is no whole number in range: "99999". Give one from 0 to 65535.\n',
    ]);
  });
});
