/** The package as others have it: packed by npm, unpacked into an empty project, with nothing beside it but its dependencies. */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
let folder: string;
let clone: string;
let project: string;
let installed: string;
let tarball: string;
/** The clone's package.json before it was packed. */
let before: string;

/** The name of a package that is imported, or asked of a `require`. */
const imported =
  /(?:\bfrom |\bimport |\bimport\(|\bcreateRequire\([^)]*\)(?:\.resolve)?\()"((?:@[\w-]+\/)?[a-z][\w.:-]*)(?:\/[^"]*)?"/g;

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a program to its end. */
function start(file: string, words: readonly string[], cwd = project): Promise<Ended> {
  const options = {
    cwd,
    env: { ...process.env, NO_COLOR: '1' },
    shell: process.platform === 'win32' && file === 'npm',
  };
  return new Promise((resolve) => {
    execFile(file, words, options, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr });
    });
  });
}

const node = (...words: string[]) => start(process.execPath, words);
const rehearse = (...words: string[]) => node(join(installed, 'bin', 'rehearse.mjs'), ...words);
const readJson = async (path: string) => JSON.parse(await readFile(path, 'utf8'));
const manifestOf = (type: string | undefined) => writeFile(join(project, 'package.json'), JSON.stringify({ type }));

async function filesIn(path: string): Promise<string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1));
}

async function link(name: string): Promise<void> {
  const place = join(project, 'node_modules', name);
  await mkdir(dirname(place), { recursive: true });
  await symlink(join(root, 'node_modules', name), place, 'junction');
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rehearse-package-'));
  [clone, project] = [join(folder, 'clone'), join(folder, 'project')];
  installed = join(project, 'node_modules', 'dress-rehearsal');
  // Packing builds in place, which must not disturb who works in this folder.
  const left = new Set(['node_modules', '.git', 'rehearsal-out', 'dist']);
  await cp(root, clone, { recursive: true, filter: (path) => !left.has(basename(path)) });
  await symlink(join(root, 'node_modules'), join(clone, 'node_modules'), 'junction');
  before = await readFile(join(clone, 'package.json'), 'utf8');
  const packed = await start('npm', ['pack', '--pack-destination', folder], clone);
  if (packed.code !== 0) throw new Error(packed.stderr);
  const [packedAs = ''] = (await readdir(folder)).filter((name) => name.endsWith('.tgz'));
  tarball = join(folder, packedAs);
  await mkdir(installed, { recursive: true });
  await start('tar', ['-xf', tarball, '-C', installed, '--strip-components=1']);
  await Promise.all(Object.keys((await readJson(join(installed, 'package.json'))).dependencies).map(link));
  await manifestOf('module');
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the package', () => {
  test('is what publint and arethetypeswrong find nothing about', async () => {
    const bin = (name: string) => join(root, 'node_modules', '.bin', name);
    const said = await start(bin('publint'), [installed, '--strict']);
    expect([said.code, said.stdout]).toEqual([0, expect.stringContaining('All good!')]);
    const types = await start(bin('attw'), [tarball, '--profile', 'esm-only', '--format', 'json']);
    expect(types.code, types.stdout.slice(-2000)).toBe(0);
  });

  test('has what its exports name, and nothing that only a clone needs', async () => {
    const { exports, bin, private: isPrivate, devDependencies } = await readJson(join(installed, 'package.json'));
    const targets = [bin, exports]
      .flatMap((part) => Object.values(part))
      .flatMap((target) => Object.values([target].flat()));
    const paths = targets.flatMap((target) => (typeof target === 'string' ? [target] : Object.values(target ?? {})));
    expect(paths.length).toBeGreaterThan(9);
    for (const path of paths) await stat(join(installed, String(path).replace('/*', '')));
    expect([isPrivate, devDependencies]).toEqual([undefined, undefined]);
    const files = await filesIn(installed);
    const isForUsers = (file: string) => file.includes('init') || file.startsWith('examples');
    const sources = files.filter((file) => /(?<!\.d)\.ts$/.test(file) && !isForUsers(file));
    expect(sources).toEqual([]);
    expect(files).toContain(join('dist', 'contracts', 'provider', 'verify', 'native-verifier.mjs'));
    for (const page of ['adapters', 'worker', 'client', 'ci']) expect(files).toContain(join('docs', `${page}.md`));
  });

  test('asks for every package that it imports', async () => {
    const { dependencies, peerDependencies } = await readJson(join(installed, 'package.json'));
    const modules = (await filesIn(installed)).filter((file) => /\.(js|mjs)$/.test(file));
    const texts = await Promise.all(modules.map((file) => readFile(join(installed, file), 'utf8')));
    const imports = texts.flatMap((text) => [...text.matchAll(imported)]).map(([, name = '']) => name);
    const packages = new Set(imports.filter((name) => !/^(node|cloudflare|workerd):/.test(name)));
    expect([...packages]).toEqual(expect.arrayContaining(['zod', 'esbuild', 'vitest', '@pact-foundation/pact']));
    const asked = new Set([...Object.keys(dependencies), ...Object.keys(peerDependencies)]);
    expect([...packages].filter((name) => !asked.has(name))).toEqual([]);
  });

  test('is not large', async () => {
    const sizes = await Promise.all(
      (await filesIn(installed)).map(async (file) => (await stat(join(installed, file))).size),
    );
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(8_000_000);
  });

  test('leaves the clone it was packed in as it was', async () => {
    expect(await readFile(join(clone, 'package.json'), 'utf8')).toBe(before);
    const names = await readdir(clone);
    expect(names.filter((name) => name === 'dist' || name.startsWith('.package'))).toEqual([]);
  });
});

describe('in a project of its own', () => {
  beforeAll(async () => {
    const { code, stdout, stderr } = await rehearse('init');
    if (code !== 0) throw new Error(stderr);
    expect(stdout).toContain('written  rehearsal/scenarios/answer-lost.ts');
  });

  test('the command plays the catalogue', async () => {
    const { code, stdout } = await rehearse('run', 'duplicate-creation', 'live-reconnect', 'phase-archive');
    expect([code, stdout]).toEqual([0, expect.stringContaining(' 0 failed')]);
  });

  test.each(['module', 'commonjs', undefined])('of type %s a scenario of its own passes', async (type) => {
    await manifestOf(type);
    const { code, stdout, stderr } = await rehearse('run', 'own');
    expect([stderr, code]).toEqual([stderr, 0]);
    expect(stdout).toContain('1 passed, 0 failed of 1');
  });

  test('a scenario of its own fails where something is wrong', async () => {
    const { code, stdout } = await rehearse('run', 'own', '--mutant', 'frontend-new-key-on-resubmit');
    expect(code).toBe(1);
    expect(stdout).toContain('FAILED  own/answer-lost');
  });

  test('the adapter that it begins with is listed, and asks for what it needs', async () => {
    const adapter = ['--adapter', './rehearsal/adapter.ts'];
    const listed = await rehearse('list', ...adapter);
    expect([listed.code, listed.stdout]).toEqual([0, expect.stringMatching(/^ {2}TASK-1 /m)]);
    const { code, stderr } = await rehearse('run', 'own', ...adapter, '--adapter-option', 'url=http://127.0.0.1:9');
    expect([code, stderr]).toEqual([2, expect.stringContaining('needs apiKey')]);
  });

  test('the Worker of the examples is played, and its bug found', async () => {
    const example = (name: string) => join('node_modules', 'dress-rehearsal', 'examples', 'worker', name);
    const worker = [
      '--worker',
      example('wrangler.jsonc'),
      '--hooks',
      example('hooks.ts'),
      '--adapter',
      example('adapter.ts'),
    ];
    const { code, stdout } = await rehearse('run', 'durability/killed-in-a-batch', ...worker);
    expect([code, stdout]).toEqual([1, expect.stringContaining('MUST nothing-acknowledged-lost')]);
  });

  test('a scenario of its own that cannot be compiled is told in one line', async () => {
    await writeFile(join(project, 'broken.ts'), 'export default {\n  a: 1 b: 2\n};');
    const { code, stdout, stderr } = await rehearse('run', '--scenarios', 'broken.ts');
    const line = 'Failed to load broken.ts: Expected "}" but found "b" (line 2). Correct the file.\n';
    expect([code, stdout, stderr]).toEqual([2, '', line]);
  });

  test('what a scenario imports are the modules that play it', async () => {
    await mkdir(join(project, 'lib'));
    await writeFile(join(project, 'lib', 'kinds.ts'), "export enum Kind { Same = 'same' }");
    const file = `import { scenario } from 'dress-rehearsal';
      import { Kind } from './lib/kinds';
      if (Reflect.get(globalThis, 'theirs') !== scenario) throw new Error('it is another module');
      export default scenario(\`own/\${Kind.Same}\`, { title: 'T', requirements: [], needs: [], checks: [], async play() {} });`;
    await writeFile(join(project, 'same.ts'), file);
    const run = `import { run, scenario } from 'dress-rehearsal';
      const theirs = process.argv[2] === 'same' ? scenario : null;
      Reflect.set(globalThis, 'theirs', theirs);
      const { totals } = await run({ select: ['own/same'], scenarios: ['./same.ts'], lanes: 1 });
      console.log(totals.passed);`;
    await writeFile(join(project, 'run.mjs'), run);
    expect(await node('run.mjs', 'same')).toMatchObject({ code: 0, stdout: '1\n' });
    expect((await node('run.mjs', 'another')).stderr).toContain(
      'Failed to load same.ts: it is another module. Correct',
    );
  });

  test('what is served can be chatted with', async () => {
    await writeFile(join(project, 'chat.mjs'), chat);
    const { code, stdout, stderr } = await node('chat.mjs');
    expect([stderr, code, stdout]).toEqual([stderr, 0, 'assistant: Echo: Hello\n']);
  });

  test('the pacts of the package are compared with its documents', async () => {
    const { code, stdout } = await rehearse('contracts', 'compare');
    expect([code, stdout]).toEqual([0, expect.stringContaining(' 0 differences')]);
  });
});

describe('its types', () => {
  beforeAll(() => Promise.all(['msw', 'nock', 'vitest', '@types/node'].map(link)));

  const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
  const check = async (text: string, ...more: string[]) => {
    await writeFile(join(project, 'types.ts'), text);
    const flags = ['--strict', '--noEmit', '--module', 'nodenext', '--target', 'es2024', '--types', 'node'];
    return node(compiler, '--ignoreConfig', ...flags, ...more, 'types.ts');
  };

  test('are there for whatever it exports', async () => {
    await manifestOf('module');
    const { code, stdout } = await check(typed);
    expect([stdout, code]).toEqual(['', 0]);
  });

  test('hold for the files that it begins with', async () => {
    const { code, stdout } = await check(
      `export {};`,
      '--lib',
      'es2024,dom',
      'rehearsal/adapter.ts',
      'rehearsal.config.ts',
    );
    expect([stdout, code]).toEqual(['', 0]);
  });

  test('say what is wrong', async () => {
    const { stdout } = await check(
      `import { run } from 'dress-rehearsal';
      import { Chat } from 'dress-rehearsal/simulators';
      void run({ seed: 'one' });
      new Chat();`,
      '--skipLibCheck',
    );
    expect(stdout).toContain("'string' is not assignable to type 'number'");
    expect(stdout).toContain('Expected 2 arguments, but got 0');
  });
});

const chat = `import { serve } from 'dress-rehearsal';
import { Chat, tcpPorts } from 'dress-rehearsal/simulators';

const interrupt = new AbortController();
const { url, projectId, userToken, closed } = await serve({ signal: interrupt.signal });
const ports = tcpPorts({ baseUrl: url });
const chat = new Chat(ports, { projectId, token: userToken });
chat.say({ text: 'Hello' });
await chat.replied();
const { role, text } = chat.messages.at(-1);
console.log(role + ': ' + text);
chat.close();
await ports.close();
interrupt.abort();
await closed;
`;

const typed = `import { type Config, type RunOptions, defineConfig, run, scenario, type World } from 'dress-rehearsal';
import { mswHandlers } from 'dress-rehearsal/msw';
import { nockInterceptors } from 'dress-rehearsal/nock';
import { Chat, tcpPorts } from 'dress-rehearsal/simulators';
import ScenarioRunner from 'dress-rehearsal/vitest';

export const config: Config = defineConfig({ seed: 1, scenarios: ['./rehearsal/**/*.ts'] });
export const options: RunOptions = { lanes: 1 };
export const failed: Promise<number> = run(options).then(({ totals }) => totals.failed);
export const runner: Function = ScenarioRunner;
export const mocks: Function[] = [mswHandlers, nockInterceptors];
export const chat = new Chat(tcpPorts({ baseUrl: 'http://127.0.0.1:1' }), { projectId: 'p', token: 't' });
export async function story(world: World): Promise<string> {
  const { sessionId } = await world.startTask('Fix it');
  return sessionId;
}
export default scenario('own/typed', { title: 'T', requirements: ['TASK-1'], needs: ['tasks'], checks: [], play: async (world) => void (await story(world)) });
`;
