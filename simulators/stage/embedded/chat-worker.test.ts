import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { run } from '../../../scenarios/play/run.ts';
import type { RunOptions } from '../../../scenarios/play/run-types.ts';

/** The chat of examples/worker, which knows nothing of the stage, with its adapter. */
const example = (name: string) => fileURLToPath(new URL(`../../../examples/worker/${name}`, import.meta.url));
const project = example('wrangler.jsonc');
const lost = 'durability/killed-in-a-batch';
const twice = 'overlapping-batches/every-two-overlap';
/** With sockets: the room of the tutorial accepts them itself, the mended one lets them hibernate. */
const reset = 'durability/evicted-and-reset';
const two = 'overlapping-batches/same-id-in-two-sessions';
const alike = 'overlapping-batches/two-senders';

const playing = (env: string | undefined, select: string[], more: Partial<RunOptions> = {}) =>
  run({
    worker: { project, ...(env ? { env } : {}), hooks: example('hooks.ts') },
    adapter: { from: example('adapter.ts') },
    select,
    lanes: 1,
    ...more,
  });

const failed = (report: Awaited<ReturnType<typeof run>>, id: string) =>
  report.scenarios
    .filter((scenario) => scenario.id === id)
    .flatMap(({ checks }) => checks.filter(({ status }) => status === 'failed').map((check) => check.id));

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'rehearse-chat-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

describe('a chat as tutorials write it', () => {
  test('loses what it kept in memory when the process is killed or the room is reset, and stores twice what two bring at once', async () => {
    const report = await playing(undefined, [lost, twice, reset, two, alike]);
    expect(failed(report, lost)).toContain('nothing-acknowledged-lost');
    expect(failed(report, twice)).toContain('stored-once');
    expect(failed(report, reset)).toContain('nothing-acknowledged-lost');
    expect(report.totals).toMatchObject({ passed: 2, failed: 3 });
    expect(report.target).toBe('worker chat');
    const [first] = report.scenarios.filter(({ id }) => id === lost);
    expect(first?.reproduce).toMatch(
      /--worker examples\/worker\/wrangler.jsonc .*--adapter examples\/worker\/adapter.ts/,
    );
  });

  test('passes where its bugs are mended, and says which faults have no place in it', async () => {
    const report = await playing('mended', [lost, twice, reset, two, alike, 'durability/killed-from-submit-to-link']);
    expect(report.totals).toMatchObject({ passed: 5, failed: 0, skipped: 1 });
    const [skipped] = report.scenarios.filter(({ status }) => status === 'skipped');
    expect(skipped?.reason).toBe('the target has no place for process-killed at alarm by anybody');
  });

  test('plays the same story again with the same seed', async () => {
    const folder = temporaryFolder();
    const traceOf = async (out: string) => {
      // Where an object is reset, its sockets and its answer may be heard of in either order.
      await playing(undefined, [twice], { out: join(folder, out) });
      return [twice].map((id) => readFileSync(join(folder, out, 'traces', `${id}.jsonl`), 'utf8'));
    };
    const first = await traceOf('first');
    expect(first.join('')).not.toContain('for development');
    expect(await traceOf('second')).toEqual(first);
  });
});

describe('hooks', () => {
  const hooksOf = (text: string): string => {
    const file = join(temporaryFolder(), 'hooks.mjs');
    writeFileSync(file, text);
    return file;
  };
  const withHooks = (text: string) =>
    playing('mended', [alike, lost], { worker: { project, env: 'mended', hooks: hooksOf(text) } });

  test('run before and after each play, on an empty Worker', async () => {
    const log = join(temporaryFolder(), 'log');
    await withHooks(`
      import { appendFileSync } from 'node:fs';
      const headers = { 'x-chat-key': 'for development' };
      const note = (text) => appendFileSync(${JSON.stringify(log)}, text + '\\n');
      export default {
        async setup({ url, env }) {
          const before = await (await fetch(url + '/rooms/seeded/messages', { headers })).json();
          const body = JSON.stringify({ id: '1', author: 'user', text: 'Seeded', sentAt: 1 });
          const { at } = await (await fetch(url + '/rooms/seeded/messages', { method: 'POST', headers, body })).json();
          note('setup ' + before.length + ' ' + new Date(at).toISOString());
          return { options: { key: env.CHAT_KEY } };
        },
        teardown() { note('teardown'); },
      };`);
    const play = ['setup 0 2026-01-01T00:00:00.000Z', 'teardown'];
    expect(readFileSync(log, 'utf8').trim().split('\n')).toEqual([...play, ...play]);
  });

  test('that fail end the run with what they say', async () => {
    const failing = withHooks('export default { setup() { throw new Error("no such user"); } };');
    await expect(failing).rejects.toThrow('Failed to run setup of the hooks: no such user.');
    const nothing = withHooks('export default { async setup() { throw undefined; } };');
    await expect(nothing).rejects.toThrow('Failed to run setup of the hooks: it threw undefined.');
    await expect(withHooks('export const setup = 1;')).rejects.toThrow('it exports none.');
    const endless = playing('mended', [alike], {
      worker: { project, env: 'mended', hooks: hooksOf('export default { setup: () => new Promise(() => {}) };') },
      timeout: 50,
    });
    await expect(endless).rejects.toThrow('Failed to run setup of the hooks: it did not end within 0.05 s.');
  });
});

describe('a Worker whose binding has another name than its code knows', () => {
  const misnamed = (folder: string): string => {
    const file = join(folder, 'wrangler.json');
    const main = `
      import chat from ${JSON.stringify(example('src/chat.js'))};
      export * from ${JSON.stringify(example('src/chat.js'))};
      const add = (request, env) => chat.fetch(request, env);
      export default { fetch(request, env) {
        console.log(request.method, Object.fromEntries(request.headers), 'with', env.CHAT_KEY);
        return add(request, env);
      } };`;
    writeFileSync(join(folder, 'main.js'), main);
    const bindings = [{ name: 'ROOM', class_name: 'ChatRoom' }];
    const settings = { name: 'chat', main: 'main.js', compatibility_date: '2026-01-31', vars: { CHAT_KEY: 'for you' } };
    writeFileSync(file, JSON.stringify({ ...settings, durable_objects: { bindings } }));
    return file;
  };
  const play = async (out: string) => {
    const report = await playing(undefined, [alike], {
      worker: { project: misnamed(temporaryFolder()), hooks: example('hooks.ts') },
      out,
    });
    const read = (kind: string) => readFileSync(join(out, 'traces', `${alike}.${kind}`), 'utf8');
    return { report, trace: read('jsonl'), log: read('log') };
  };

  test('shows in the story of a failure what it threw, and all it said beside the trace, without its secrets', async () => {
    const { report, trace, log } = await play(temporaryFolder());
    expect(report.totals).toMatchObject({ failed: 1 });
    const threw = "Worker threw: TypeError: Cannot read properties of undefined (reading 'get') in fetch";
    const [scenario] = report.scenarios;
    expect(scenario?.story.map(({ text }) => text)).toContain(threw);
    expect(scenario?.story.filter(({ text }) => text === threw)).toHaveLength(1);
    const first = log.split('\n')[0];
    expect(first).toMatch(/^0\.\d{3} s Worker log: POST \{.*'x-chat-key': '\(secret\)'.*\} with \(secret\)$/);
    expect(log).toContain("Worker exception: TypeError: Cannot read properties of undefined (reading 'get') in fetch");
    expect(trace).toContain('"kind":"log","actor":"target","level":"exception"');
    expect(trace + log).not.toContain('for you');
  });

  test('says the same again with the same seed', async () => {
    const [first, second] = [await play(temporaryFolder()), await play(temporaryFolder())];
    expect(second.trace).toBe(first.trace);
    expect(second.log).toBe(first.log);
  });
});

test('a Worker that does not start, or offers nothing, cannot be run', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'wrangler.json');
  writeFileSync(file, '{ "main": "main.js", "compatibility_date": "2026-01-31" }');
  const select = [alike];
  writeFileSync(join(folder, 'main.js'), 'throw new Error("not today"); export default { fetch() {} };');
  await expect(run({ worker: { project: file }, select })).rejects.toThrow(/^Failed to start the Worker: .*not today/);
  writeFileSync(join(folder, 'main.js'), 'export default { fetch: () => new Response("hello") };');
  await expect(run({ worker: { project: file }, select })).rejects.toThrow(
    'GET /v1 does not answer as the contract says',
  );
  const adapter = { from: example('adapter.ts') };
  await expect(run({ worker: { project: file }, adapter, select })).rejects.toThrow('it needs key.');
});
