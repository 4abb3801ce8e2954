/** An engine for tests of the command: it plays nothing, and remembers what it was asked. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { failedScenario, sampleReport, sampleScenario } from '../reports/sample-report.ts';
import type { Engine } from './engine.ts';
import type { ExitCode, Io } from './io.ts';
import { createProgram } from './program.ts';

type Asked = { [K in keyof Engine]?: Parameters<Engine[K]> };

const entries = [
  ['double-send/first-message', 'LIVE-2'],
  ['double-send/switch', 'LIVE-3'],
  ['retries/batch-after-503', 'TASK-11'],
] as const;

/** Its catalogue has three scenarios, which pass, and two mutants, which are caught. */
export function fakeEngine(changes: Partial<Engine> = {}): { engine: Engine; asked: Asked } {
  const asked: Asked = {};
  const base: Engine = {
    async run(options) {
      const scenarios = entries.map(([id]) => sampleScenario({ id }));
      const total = scenarios.length;
      options.progress?.({ type: 'begin', total, target: options.target ?? 'embedded', lanes: 2, seed: 1 });
      for (const [index, scenario] of scenarios.entries()) {
        options.progress?.({ type: 'finished', scenario, done: index + 1, total });
      }
      return sampleReport(scenarios);
    },
    catalogue: async () =>
      entries.map(([id, requirement]) => ({
        id,
        title: `About ${id}`,
        family: id.split('/', 1)[0] ?? id,
        requirements: [requirement],
        needs: [],
        checks: ['one-session'],
      })),
    checkNames: async () => ['one-session', 'backs-off', 'no-invented-ids'],
    requirementTable: async () => [
      {
        id: 'TASK-1',
        text: 'One task has one session.',
        built: true,
        scenarios: ['a', 'b'],
        mutants: ['second-session'],
        proofs: [],
      },
      { id: 'PHASE-1', text: 'A phase has one session.', built: false, scenarios: [], mutants: [], proofs: [] },
    ],
    async exclusive(options) {
      options?.progress?.({ id: 'retries/batch-after-503', done: 1, total: 1 });
      return [
        { id: 'retries/batch-after-503', faultsFired: ['status'], judged: 9, onlyCatcherOf: ['gives-up-on-503'] },
      ];
    },
    mutantNames: async () => [
      {
        id: 'second-session',
        requirement: 'TASK-1',
        side: 'control-plane',
        title: 'The runner makes a second session',
      },
      { id: 'gives-up-on-503', requirement: 'TASK-11', side: 'vm-agent', title: 'The reporter gives up on 503' },
    ],
    async mutants({ select = [] }) {
      const known = await base.mutantNames();
      return known
        .filter(({ id }) => select.includes(id))
        .map((entry) => ({ ...entry, caughtBy: [{ scenario: 'retries/x', check: 'one-session' }], survived: false }));
    },
    replay: async () => ({ same: true, firstDifference: null, report: sampleReport([failedScenario()]) }),
    serve: async ({ signal }) => ({
      url: 'http://127.0.0.1:4000',
      adminToken: 'admin-token',
      userToken: 'user-token',
      projectId: 'p1',
      closed: new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
    }),
    adapters: async () => [
      {
        name: 'sam',
        title: 'Simple Agent Manager',
        capabilities: ['tasks'],
        options: [
          { name: 'cookie', needed: true, secret: true, variable: 'REHEARSE_ADAPTER_COOKIE', description: 'Of a user' },
        ],
      },
    ],
    adapterRequirements: async ({ from }) => ({
      name: from,
      title: 'Simple Agent Manager',
      lacks: ['linkWorkspace'],
      requirements: [
        {
          id: 'TASK-1',
          text: 'One task has one session.',
          scenarios: ['a', 'b'],
          reason: null,
          notPromised: ['idempotency: key'],
        },
        {
          id: 'LIVE-1',
          text: 'Sends follow the state.',
          scenarios: [],
          reason: 'the adapter sam does not offer live',
          notPromised: [],
        },
      ],
    }),
    ...changes,
  };
  const remember =
    <K extends keyof Engine>(name: K) =>
    (...parameters: Parameters<Engine[K]>) => {
      Object.assign(asked, { [name]: parameters });
      const ask = base[name] as (...all: Parameters<Engine[K]>) => ReturnType<Engine[K]>;
      return ask(...parameters);
    };
  const engine: Engine = {
    run: remember('run'),
    catalogue: remember('catalogue'),
    checkNames: remember('checkNames'),
    requirementTable: remember('requirementTable'),
    exclusive: remember('exclusive'),
    mutants: remember('mutants'),
    mutantNames: remember('mutantNames'),
    replay: remember('replay'),
    serve: remember('serve'),
    adapters: remember('adapters'),
    adapterRequirements: remember('adapterRequirements'),
  };
  return { engine, asked };
}

interface Ended {
  code: ExitCode;
  stdout: string;
  stderr: string;
  asked: Asked;
  /** The folder it ran in. */
  cwd: string;
}

/** A new folder, gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'rehearse-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** Runs one command line, in a folder of its own unless one is given. */
export async function rehearse(
  line: string,
  options: { engine?: Partial<Engine>; env?: Io['env']; cwd?: string; signal?: AbortSignal } = {},
): Promise<Ended> {
  const { engine, asked } = fakeEngine(options.engine);
  const cwd = options.cwd ?? temporaryFolder();
  let stdout = '';
  let stderr = '';
  const code = await createProgram(engine, {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
    env: options.env ?? {},
    cwd,
    signal: options.signal ?? new AbortController().signal,
  }).run(line.split(' ').filter(Boolean));
  return { code, stdout, stderr, asked, cwd };
}
