import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { rehearse } from '../cli/fake-engine.ts';
import { runReport } from '../contracts/trace/index.ts';
import { type ServedPlane, serveControlPlane } from '../simulators/stage/embedded/serve.ts';
import { clientScenarios } from './play/client/catalogue/index.ts';
import type { ClientRole } from './play/client/definition.ts';
import { playClient } from './play/client/play.ts';
import { commandOf, runClient } from './play/client/run.ts';

const adminToken = 'administrator-of-the-tests';
const example = (name: string) => fileURLToPath(new URL(`../examples/client/${name}.mjs`, import.meta.url));
const files: Record<ClientRole, string> = { 'vm-agent': 'agent', frontend: 'frontend', daemon: 'daemon' };
/** Of an agent how its delays compare is judged, and what a busy machine adds to them must not matter. */
const scales: Record<ClientRole, number> = { 'vm-agent': 1, frontend: 4, daemon: 3 };

/** `node` with a program of one line, whatever its quotes. */
const inline = (program: string) => `"${process.execPath}" -e '${program}'`;

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'rehearse-client-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

describe('A correct client', () => {
  test.each(Object.keys(files) as ClientRole[])('The sample of a %s passes all of its scenarios', async (role) => {
    const command = `"${process.execPath}" "${example(files[role])}"`;
    const { scenarios, totals } = await runClient({ role, command, scale: scales[role], timeout: 50 });
    const failed = scenarios.flatMap(({ id, reason, checks }) => [
      ...(reason === null ? [] : [`${id}: ${reason}`]),
      ...checks
        .filter(({ status }) => status === 'failed')
        .map(({ id: check, message }) => `${id} ${check}: ${message}`),
    ]);
    expect(failed).toEqual([]);
    expect(totals.passed).toBe(clientScenarios[role].length);
  });
});

describe('A client with a known fault', () => {
  let plane: ServedPlane;
  beforeAll(async () => {
    plane = await serveControlPlane({ host: '127.0.0.1', port: 0, adminToken, provisioning: 'on' });
  });
  afterAll(() => plane.stop());

  const faults: [role: ClientRole, fault: string, scenario: string, checks: string[]][] = [
    ['vm-agent', 'new-ids', 'connection-lost', ['client-delivers', 'retryable-retried']],
    [
      'vm-agent',
      'retries-400',
      'poison-message',
      ['client-delivers', 'client-does-its-task', 'final-errors-not-retried'],
    ],
    ['vm-agent', 'constant-backoff', 'unavailable', ['client-backs-off', 'retryable-retried']],
    ['vm-agent', 'constant-backoff', 'completion-lost', ['client-backs-off']],
    ['vm-agent', 'ignores-retry-after', 'rate-limited', ['retryable-retried']],
    [
      'vm-agent',
      'retries-401',
      'token-expired',
      ['client-delivers', 'client-does-its-task', 'final-errors-not-retried'],
    ],
    ['vm-agent', 'drops-on-401', 'token-expired', ['client-delivers', 'client-does-its-task']],
    ['vm-agent', 'gives-up-on-503', 'unavailable', ['client-delivers', 'client-does-its-task']],
    ['vm-agent', 'one-batch', 'batches', ['batches-bounded']],
    ['vm-agent', 'newest-first', 'reports', ['client-delivers']],
    ['frontend', 'from-the-beginning', 'events-resumed', ['delivered-once-in-order']],
    ['frontend', 'tries-for-ever', 'gives-up', ['client-reconnects']],
    ['frontend', 'constant-pauses', 'gives-up', ['client-reconnects']],
    ['frontend', 'retries-4401', 'refused-for-good', ['client-reconnects', 'refused-authentication-is-final']],
    ['frontend', 'impatient', 'connected-late', ['nothing-before-connected']],
    ['frontend', 'new-prompt-id', 'prompt-sent-again', ['client-does-its-task', 'client-prompt-unchanged']],
    ['frontend', 'new-key', 'submit-sent-again', ['client-key-unchanged']],
    ['daemon', 'retries-409', 'completion-refused', ['daemon-retries']],
    ['daemon', 'says-less-on-retry', 'completion-lost', ['daemon-retries']],
    ['daemon', 'new-claim-key', 'claim-lost', ['client-does-its-task', 'daemon-asks-again']],
    ['daemon', 'never-beats', 'heartbeat', ['daemon-beats']],
    ['daemon', 'never-pins', 'runs-a-task', ['client-carries-work']],
    ['daemon', 'ignores-session', 'work-carried', ['client-carries-work']],
    ['daemon', 'ignores-work-dir', 'work-carried', ['client-carries-work']],
  ];
  /** Those that never end by themselves get no more time than it takes to see their fault. */
  const endless = new Set(['retries-400', 'retries-401', 'new-prompt-id', 'new-claim-key']);

  test.concurrent.each(faults)('The %s that has %s is found in %s by %j alone', async (role, fault, name, expected) => {
    const scenario = clientScenarios[role].find(({ id }) => id === `${role}/${name}`);
    if (!scenario) throw new Error(`There is no scenario ${name}.`);
    const { report } = await playClient(scenario, {
      command: commandOf({ command: `"${process.execPath}" "${example(`faulty-${files[role]}`)}" ${fault}` }),
      ...{ url: plane.url, adminToken, seed: 1, scale: scales[role], reproduce: '' },
      timeout: endless.has(fault) ? 8000 : 50_000,
    });
    const failed = report.checks.filter(({ status }) => status === 'failed').map(({ id }) => id);
    expect(failed.toSorted()).toEqual(expected);
    expect(report.status).toBe('failed');
  });
});

describe('A command', () => {
  const only = ['reports'];
  const role = 'vm-agent';

  test('of a program that does not exist cannot run', async () => {
    const run = runClient({ role, only, command: 'no-such-program-anywhere --now' });
    await expect(run).rejects.toThrow(
      'Failed to start the client "no-such-program-anywhere": there is no such program. Give a command that can be run from here.',
    );
  });

  test.each([
    ['', 'it is empty'],
    ['node "agent', 'a " is not closed'],
  ])('that is %j cannot be read', async (command, reason) => {
    await expect(runClient({ role, only, command })).rejects.toThrow(
      `Failed to read the command of the client: ${reason}.`,
    );
  });

  test('for a scenario that there is not cannot run', async () => {
    const run = runClient({ role, only: ['no-such'], command: 'node' });
    await expect(run).rejects.toThrow(
      'Failed to run: there is no scenario "no-such" for a vm-agent. There are: vm-agent/',
    );
  });

  test('that crashes at once has failed, with its exit code and its last words', async () => {
    const command = inline('console.error("no configuration"); process.exit(3)');
    const [report] = (await runClient({ role, only, command })).scenarios;
    expect(report?.status).toBe('failed');
    expect(report?.checks[0]).toMatchObject({
      id: 'client-does-its-task',
      status: 'failed',
      message: 'It ended with exit code 3 before it had done what it was asked. Its last lines: no configuration',
    });
  });

  test('that hangs has failed when time is over, and what it has started is gone', async () => {
    // The child holds the output of its parent open: the run ends only when both are gone.
    const child = 'setInterval(() => {}, 1000)';
    const start = `require("node:child_process").spawn(process.execPath, ["-e", "${child}"], { stdio: "inherit" })`;
    const command = inline(`console.log("child", ${start}.pid); ${child}`);
    const [report] = (await runClient({ role, only, command, timeout: 3 })).scenarios;
    expect(report?.checks[0]).toMatchObject({
      status: 'failed',
      message: expect.stringMatching(/^It had not done what it was asked after 3 s\. Its last lines: child \d+$/),
    });
  });

  test('that asks for what is no operation, or for one as it is not, does not conform', async () => {
    const command = inline(
      `const { REHEARSE_URL: url, REHEARSE_TOKEN: token, REHEARSE_PROJECT_ID: project, REHEARSE_SESSION_ID: session } = process.env;
       const headers = { authorization: "Bearer " + token, "content-type": "application/json" };
       const wrong = fetch(url + "/v1/projects/" + project + "/sessions/" + session + "/messages", { method: "POST", headers, body: "{}" });
       Promise.all([fetch(url + "/v2/nothing"), wrong]).then(() => process.exit(0))`,
    );
    const [report] = (await runClient({ role, only, command })).scenarios;
    const conforms = report?.checks.find(({ id }) => id === 'client-conforms');
    expect(conforms).toMatchObject({ status: 'failed', judged: 2, message: expect.stringContaining('(and 1 more)') });
    expect(report?.status).toBe('failed');
  });

  test('that prints its token shows it in no file and no report', async () => {
    const out = await temporaryFolder();
    const secret = join(await temporaryFolder(), 'secret');
    const command = inline(
      `const { REHEARSE_TOKEN: token } = process.env; require("node:fs").writeFileSync(process.argv[1], token);
       console.log("my token is " + token); console.error(JSON.stringify({ token })); process.exit(1)`,
    );
    const report = await runClient({ role, only, command: `${command} "${secret}" {token}`, out });
    const token = await readFile(secret, 'utf8');
    const entries = await readdir(out, { recursive: true, withFileTypes: true });
    const names = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    const texts = await Promise.all(names.map((name) => readFile(name, 'utf8')));
    expect(names.map((name) => name.slice(out.length + 1)).toSorted()).toEqual([
      'traces/vm-agent/reports.jsonl',
      'traces/vm-agent/reports.log',
    ]);
    expect(texts.join('\n')).toContain('my token is [token]');
    expect(token.length).toBeGreaterThan(16);
    expect([...texts, JSON.stringify(report)].filter((text) => text.includes(token))).toEqual([]);
  });

  test('is a line for the shell where that is asked for', async () => {
    const [report] = (await runClient({ role, only, shell: true, command: 'echo "$REHEARSE_SCENARIO"; exit 7' }))
      .scenarios;
    expect(report?.checks[0]?.message).toContain(
      'exit code 7 before it had done what it was asked. Its last lines: vm-agent/reports',
    );
  });

  test('that is interrupted between two scenarios has a report of what was played', async () => {
    const interrupt = new AbortController();
    const run = runClient({
      ...{ role, only: ['reports', 'batches'], lanes: 1, command: inline('process.exit(1)'), signal: interrupt.signal },
      progress: ({ type }) => {
        if (type === 'finished') interrupt.abort();
      },
    });
    const error = await run.catch((caught) => caught);
    expect(error.message).toBe('Failed to finish the run: It was interrupted. What ran is reported.');
    expect(error.report).toMatchObject({ complete: false, totals: { failed: 1 } });
  });
});

describe('rehearse client', () => {
  const { execPath } = process;
  // A tab separates too, and survives the splitting of the line.
  const line = (name: string, rest: string) =>
    `client --role vm-agent --only reports --command ${execPath}\t${example(name)} ${rest}`;

  test('ends with 0 where all held, and leaves report and trace', async () => {
    const { code, stdout, cwd } = await rehearse(line('agent', '--reporter terminal,junit --out here'));
    expect([code, stdout]).toEqual([0, expect.stringContaining('1 passed, 0 failed of 1 scenario')]);
    const files = (await readdir(join(cwd, 'here'), { recursive: true })).toSorted();
    expect(files).toEqual(expect.arrayContaining(['junit.xml', 'report.json', 'traces/vm-agent/reports.jsonl']));
  });

  test('ends with 1 where something failed, and prints a report that can be played again', async () => {
    const { code, stdout } = await rehearse(line('faulty-agent', '--json').replace('.mjs', '.mjs\tnewest-first'));
    const [scenario] = runReport.parse(JSON.parse(stdout)).scenarios;
    expect([code, scenario?.status]).toEqual([1, 'failed']);
    expect(scenario?.reproduce).toMatch(
      /^npx rehearse client --role vm-agent --only vm-agent\/reports --seed 1 --command '/,
    );
  });

  test('ends with 2 where the program does not exist', async () => {
    const { code, stderr } = await rehearse('client --role vm-agent --only reports --command no-such-program');
    expect(code).toBe(2);
    expect(stderr).toContain('Failed to start the client "no-such-program": there is no such program.');
  });
});
