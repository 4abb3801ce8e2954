import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { findAdapter } from '../../../scenarios/play/adapters.ts';
import { run } from '../../../scenarios/play/run.ts';

const root = new URL('../../../', import.meta.url);

/** The adapter that docs/adapters.md prints, as a user's file. */
async function adapterOfDocs(): Promise<{ file: string; lines: number; code: string }> {
  const guide = await readFile(new URL('docs/adapters.md', root), 'utf8');
  const [, code = ''] = /^```ts\n([\s\S]*?)^```$/m.exec(guide) ?? [];
  // In the folder of this package, so that its own dependencies are found.
  const out = fileURLToPath(new URL('rehearsal-out/', root));
  await mkdir(out, { recursive: true });
  const folder = await mkdtemp(join(out, 'adapter-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'rooms.ts');
  await writeFile(file, code.replace("'dress-rehearsal'", `'${new URL('index.ts', root).href}'`));
  return { file, lines: code.split('\n').length, code };
}

interface Note {
  uid: string;
  no: number;
  author: string;
  text: string;
  at: number;
}

/** Something wrong with the API of the example. */
type Bug = 'forgets the first note' | 'makes two rooms';

/** The API of the example. */
async function startRooms(bug: Bug | null = null): Promise<string> {
  const rooms: { id: number; title: string; at: number; notes: Note[] }[] = [];
  const make = (text: string) => {
    const first = { uid: crypto.randomUUID(), no: 1, author: 'user', text, at: Date.now() };
    const notes = bug === 'forgets the first note' ? [] : [first];
    rooms.unshift({ id: rooms.length + 1, title: text, at: Date.now(), notes });
    return { id: rooms.length, first: first.uid };
  };
  make('Somebody else was here before');
  const server = createServer(async (request, response) => {
    const asked = String(await buffer(request));
    const [, id, notes] = /^\/rooms(?:\/(\d+))?(\/notes)?$/.exec(request.url ?? '') ?? [];
    const say = (status: number, body: unknown) => response.writeHead(status).end(JSON.stringify(body));
    const shown = (room: (typeof rooms)[number]) => ({ ...room, notes: room.notes.length });
    if (request.headers['x-api-key'] !== 'the-key-of-alice') return say(401, {});
    if (request.method === 'POST') {
      const { text } = JSON.parse(asked);
      if (bug === 'makes two rooms') make(text);
      return say(201, make(text));
    }
    if (id === undefined) return say(200, rooms.map(shown));
    const room = rooms.find((one) => one.id === Number(id));
    if (!room) return say(404, {});
    return say(200, notes ? room.notes : shown(room));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const env = { REHEARSE_ADAPTER_API_KEY: 'the-key-of-alice' };

describe('the adapter that the guide prints', { timeout: 60_000 }, () => {
  test('is short, loads from a file, and plays what it can on a system that does as it should', async () => {
    const { file, lines, code } = await adapterOfDocs();
    expect(lines).toBeLessThan(120);
    const written = await readFile(new URL('cli/init/files/adapter.ts', root), 'utf8');
    expect(code, 'what `rehearse init` writes').toBe(written);
    const adapter = { from: file, options: { url: await startRooms() }, env };
    const { scenarios, totals } = await run({ adapter, timeout: 20_000 });
    expect(scenarios.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(totals.passed).toBeGreaterThanOrEqual(8);
    const statusOf = (wanted: string) => scenarios.find(({ id }) => id === wanted);
    expect(statusOf('duplicate-creation/duplicated-on-the-way')).toMatchObject({ status: 'passed' });
    expect(statusOf('workspace-linking/linked')?.reason).toBe('the adapter rooms has no createWorkspace');
    expect(scenarios.find(({ status }) => status === 'passed')?.reproduce).toMatch(
      / --adapter rehearsal-out\/adapter-\w+\/rooms\.ts --adapter-option url=http:/,
    );
  });

  test.each<[Bug, string]>([
    ['forgets the first note', 'first-message-stored-once'],
    ['makes two rooms', 'tasks-were-asked-for'],
  ])('finds a system that %s', async (bug, check) => {
    const { file } = await adapterOfDocs();
    const adapter = { from: file, options: { url: await startRooms(bug) }, env };
    const { scenarios } = await run({ adapter, select: ['limits/topic'], timeout: 20_000 });
    const failed = scenarios[0]?.checks.filter(({ status }) => status === 'failed').map(({ id }) => id);
    expect(failed).toContain(check);
    expect(scenarios[0]?.story.map(({ text }) => text).join('\n')).toContain('wire: adapter says');
  });
});

describe('a chosen adapter', () => {
  test.each([
    ['a name that is none', 'samm', /^Failed to use the adapter samm: there is none of that name\. Give (\w+, )*sam, /],
    ['a file that is not there', '/nowhere/adapter.ts', /^Failed to load the adapter \/nowhere\/adapter\.ts: [^\n]+$/],
    ['a file without one', fileURLToPath(new URL('index.ts', root)), /it exports none/],
  ])('%s is refused in one line', async (_what, from, line) => {
    await expect(findAdapter(from)).rejects.toThrow(line);
  });
});
