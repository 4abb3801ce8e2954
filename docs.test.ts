import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { rehearse, temporaryFolder } from './cli/fake-engine.ts';
import { pactFolder } from './contracts/provider/pact-files.ts';
import { verify } from './contracts/provider/verify/index.ts';
import { serve as serveExample } from './examples/provider/server.mjs';
import * as engine from './scenarios/play/index.ts';
import { play } from './scenarios/play/play.ts';
import type { Scenario } from './scenarios/play/scenario.ts';
import { embeddedTarget } from './simulators/stage/targets.ts';

/** What the README says works as printed. */
const readme = await readFile(new URL('./README.md', import.meta.url), 'utf8');

const fences = [...readme.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language = '', text = '']) => ({
  language,
  text,
}));
const blocks = (language: string): string[] =>
  fences.filter((fence) => fence.language === language).map(({ text }) => text);

const commands = blocks('sh')
  .flatMap((block) => block.split('\n'))
  .filter((line) => line.startsWith('npx rehearse '))
  .map((line) => line.replace(/\s+#.*$/, '').replace('npx rehearse ', ''));

describe('the README', () => {
  test.each(commands)('prints a command that is understood: %s', async (command) => {
    const names = {
      catalogue: engine.catalogue,
      mutantNames: engine.mutantNames,
      requirementTable: engine.requirementTable,
    };
    const cwd = temporaryFolder();
    const [, trace] = /(\S+\.jsonl)/.exec(command) ?? [];
    if (trace) await mkdir(dirname(join(cwd, trace)), { recursive: true });
    if (trace) await writeFile(join(cwd, trace), '');
    const interrupt = new AbortController();
    if (command.startsWith('serve')) setImmediate(() => interrupt.abort());
    // Nothing of it may reach beyond this machine, and what it names is not there.
    const here = command.replaceAll(/https?:\/\/[\w.:]+/g, 'http://127.0.0.1:9');
    const { code, stderr } = await rehearse(here, { engine: names, cwd, signal: interrupt.signal });
    const isThere = /does not answer|no broker answers|there is no file|cannot be read|no such file|no report/.test(
      stderr,
    );
    expect([stderr, code === 2 && !isThere]).toEqual([stderr, false]);
  });

  test('shows a failure that happens, with the story it tells', async () => {
    const [failure = ''] = blocks('').filter((block) => block.startsWith('FAILED'));
    const [, id = ''] = /^FAILED {2}(\S+)/.exec(failure) ?? [];
    const [, mutant = ''] = /--mutant (\S+)/.exec(failure) ?? [];
    const { scenarios } = await engine.run({ select: [id], mutant, lanes: 1 });
    const [report] = scenarios;
    const check = report?.checks.find(({ status }) => status === 'failed');
    for (const text of [report?.title, check?.sentence, check?.message, report?.reproduce])
      expect(failure).toContain(text);
    expect(failure.match(/createWorkspace PUT/g)).toHaveLength(
      report?.story.filter(({ text }) => text.includes('createWorkspace PUT')).length ?? 0,
    );
  });

  test('shows what a provider team is told of a field that is missing', async () => {
    const shown = blocks('').find((block) => block.startsWith('FAILED  frontend')) ?? '';
    const answer = ({ body, ...said }: { body: Record<string, unknown> }, { path }: { path: string }) => ({
      ...said,
      body: path.endsWith('/tasks') ? { ...body, taskId: undefined } : body,
    });
    const provider = await serveExample({ alter: { answer, frame: (frame: unknown) => frame } });
    try {
      const command = ['npx', 'rehearse', 'contracts', 'verify'];
      const at = { providerUrl: 'http://127.0.0.1:8080', statesUrl: 'http://127.0.0.1:8080/states' };
      const words = [...command, '--provider-url', at.providerUrl, '--states-url', at.statesUrl];
      const { url: providerUrl, statesUrl } = provider;
      const interaction = 'a submit of a task';
      const told = await verify({ providerUrl, statesUrl, pacts: pactFolder, interaction, command: words });
      const [{ description, mismatches, command: again } = never()] = told.interactions;
      const lines = mismatches.flatMap(({ path, expected, actual, message }) => [path, expected, actual, message]);
      for (const line of [description, ...lines, again]) expect(shown).toContain(line);
    } finally {
      await provider.stop();
    }
  });

  test('shows a scenario that can be written like that, and passes', async () => {
    await using sample = await fileOf('scenario');
    const { default: scenario } = (await import(sample.path)) as { default: Scenario };
    const lane = await embeddedTarget(1).lane();
    try {
      const options = { seed: 1, mutant: null, target: 'embedded', guarantees: null, timeout: 60_000 };
      const { report } = await play(scenario, lane, options);
      expect([report.reason, report.status]).toEqual([null, 'passed']);
    } finally {
      await lane.stop();
    }
  });

  test('shows a script that chats with what is served, and prints what it says it prints', async () => {
    await using script = await fileOf('Chat');
    const interrupt = new AbortController();
    const { url, projectId, userToken, closed } = await engine.serve({ signal: interrupt.signal });
    try {
      const words = [...process.execArgv, script.path, url, projectId, userToken];
      const { stdout } = await promisify(execFile)(process.execPath, words);
      const printed = blocks('').find((block) => block.startsWith('user: '));
      expect(stdout.replace(/ +$/gm, '')).toBe(printed);
    } finally {
      interrupt.abort();
      await closed;
    }
  });
});

const never = (): never => {
  throw new Error('Nothing was verified.');
};

/** The block of TypeScript that imports `name`, as a file that is gone afterwards. */
async function fileOf(name: string): Promise<AsyncDisposable & { path: string }> {
  const source = blocks('ts').find((block) =>
    new RegExp(`^import \\{.*\\b${name}\\b.*\\} from 'dress-rehearsal`).test(block),
  );
  if (source === undefined) throw new Error(`No block of the README imports ${name}.`);
  const root = fileURLToPath(new URL('./rehearsal-out/', import.meta.url));
  await mkdir(root, { recursive: true });
  const folder = await mkdtemp(`${root}readme-`);
  const path = `${folder}/sample.ts`;
  await writeFile(path, source);
  return { path, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}
