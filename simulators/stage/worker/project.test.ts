import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { latestCompatibilityDate } from '../embedded/workerd.ts';
import { readProject } from './project.ts';
import { bundleProject } from './script.ts';

/** A project in a folder of its own; the path of its wrangler file, which is the first. */
function projectOf(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'rehearse-worker-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return join(folder, Object.keys(files)[0] ?? '');
}

const withMain = (config: object, main = 'export default { fetch() {} };') =>
  projectOf({ 'wrangler.json': JSON.stringify({ main: 'main.js', ...config }), 'main.js': main });

const jsonc = `{
  // a comment, and a text that looks like one: "//"
  "name": "chat", /* another */
  "main": "src/index.js",
  "compatibility_date": "2026-01-31",
  "vars": { "LINK": "https://chat.test/*not a comment*/", "LIMITS": { "most": 3 }, },
  "durable_objects": { "bindings": [{ "name": "ROOMS", "class_name": "Room" }, { "name": "OLD", "class_name": "Old" },
    { "name": "THEIRS", "class_name": "Room", "script_name": "other" }] },
  "services": [{ "binding": "AUTH", "service": "auth" }, { "binding": "ADMIN", "service": "auth", "entrypoint": "Admin" }],
  "migrations": [{ "tag": "v1", "new_sqlite_classes": ["Room"], "new_classes": ["Old"] }],
  "kv_namespaces": [{ "binding": "CACHE", "id": "x" }],
  "d1_databases": [{ "binding": "DB", "database_name": "chat", "database_id": "y" }],
  "observability": { "enabled": true },
}`;
const toml = `
name = "chat"
main = "src/index.js" # a comment
compatibility_date = "2026-01-31"
[vars]
LINK = "https://chat.test/*not a comment*/"
LIMITS = { most = 3 }
[[durable_objects.bindings]]
name = "ROOMS"
class_name = "Room"
[[durable_objects.bindings]]
name = "OLD"
class_name = "Old"
[[durable_objects.bindings]]
name = "THEIRS"
class_name = "Room"
script_name = "other"
[[services]]
binding = "AUTH"
service = "auth"
[[services]]
binding = "ADMIN"
service = "auth"
entrypoint = "Admin"
[[migrations]]
tag = "v1"
new_sqlite_classes = ["Room"]
new_classes = ["Old"]
[[kv_namespaces]]
binding = "CACHE"
id = "x"
[[d1_databases]]
binding = "DB"
database_name = "chat"
database_id = "y"
[observability]
enabled = true
`;

describe('the project of a Worker', () => {
  test.each([
    ['wrangler.jsonc', jsonc],
    ['wrangler.toml', toml],
  ])('is read from %s, with its migrations and its secrets for development', async (name, text) => {
    const path = projectOf({
      [name]: text,
      'src/index.js': '',
      'migrations/0002_more.sql': 'second',
      'migrations/0001_first.sql': 'first',
      '.dev.vars': 'SECRET="a secret"\n',
    });
    expect(await readProject(path)).toEqual({
      name: 'chat',
      base: 'chat',
      environment: null,
      folder: dirname(path),
      main: join(dirname(path), 'src/index.js'),
      compatibilityDate: '2026-01-31',
      compatibilityFlags: ['nodejs_als'],
      objects: { ROOMS: 'Room', OLD: 'Old' },
      withoutSql: ['Old'],
      databases: {
        DB: {
          id: 'y',
          migrations: [
            { name: '0001_first.sql', sql: 'first' },
            { name: '0002_more.sql', sql: 'second' },
          ],
        },
      },
      foreignObjects: { THEIRS: { worker: 'other', environment: null, className: 'Room' } },
      services: {
        AUTH: { worker: 'auth', environment: null, entrypoint: 'default' },
        ADMIN: { worker: 'auth', environment: null, entrypoint: 'Admin' },
      },
      stores: { CACHE: 'x' },
      variables: { LINK: 'https://chat.test/*not a comment*/', LIMITS: { most: 3 }, SECRET: 'a secret' },
      define: {},
      alias: {},
      warnings: [],
    });
  });

  test('has what its environment says, and of the rest what environments inherit', async () => {
    const path = withMain({
      compatibility_date: '2026-01-31',
      vars: { ONE: '1' },
      kv_namespaces: [{ binding: 'CACHE' }],
      env: { stage: { vars: { TWO: '2' } } },
    });
    const project = await readProject(path, 'stage');
    expect(project).toMatchObject({ compatibilityDate: '2026-01-31', variables: { TWO: '2' }, stores: {} });
    expect(project.variables).not.toHaveProperty('ONE');
  });

  test('is warned about where something of it is left out on the stage', async () => {
    const path = withMain({
      compatibility_date: '2999-01-01',
      triggers: { crons: ['* * * * *'] },
      ai: { binding: 'AI' },
    });
    expect((await readProject(path)).warnings).toEqual([
      `wrangler.json: "compatibility_date" 2999-01-01 is later than the stage knows; ${latestCompatibilityDate} is taken.`,
      'wrangler.json: cron triggers do not fire on the stage.',
      'wrangler.json: "ai" is left out on the stage, and so are its bindings.',
    ]);
    expect(
      (await readProject(withMain({ compatibility_date: '2026-01-31', triggers: { crons: [] } }))).warnings,
    ).toEqual([]);
  });

  test('is warned about where no migration makes one of its classes', async () => {
    const warningsOf = async (migrations: object[]) => {
      const bindings = ['Room', 'Old'].map((name) => ({ name: name.toUpperCase(), class_name: name }));
      const theirs = { name: 'THEIRS', class_name: 'Other', script_name: 'other' };
      const config = {
        compatibility_date: '2026-01-31',
        durable_objects: { bindings: [...bindings, theirs] },
        migrations,
      };
      return (await readProject(withMain(config))).warnings;
    };
    const lacking = (name: string) =>
      `wrangler.json: no migration makes the class ${name}, so that it could not be deployed.`;
    expect(await warningsOf([])).toEqual([lacking('Room'), lacking('Old')]);
    expect(await warningsOf([{ tag: 'v1', new_sqlite_classes: ['Room'] }])).toEqual([lacking('Old')]);
    const renamed = { tag: 'v2', renamed_classes: [{ from: 'Older', to: 'Old' }] };
    expect(await warningsOf([{ tag: 'v1', new_classes: ['Room', 'Older'] }, renamed])).toEqual([]);
  });

  test.each([
    [{ database_id: 'id', database_name: 'name' }, 'id'],
    [{ database_name: 'name' }, 'name'],
    [{}, null],
  ])('knows a database by its id, else by its name: %o', async (about, id) => {
    const { databases } = await readProject(withMain({ d1_databases: [{ binding: 'DB', ...about }] }));
    expect(databases.DB?.id).toBe(id);
  });

  const leaveOut = 'Leave it out in an environment of its own in wrangler.json, and name that with --worker-env.';
  test.each([
    [{ main: undefined }, 'Failed to read wrangler.json: it has no "main". Name the entry module of the Worker.'],
    [{ main: 'gone.js' }, 'Failed to read wrangler.json: there is no file gone.js. Correct "main".'],
    [{ vars: 3 }, 'Failed to read wrangler.json: "vars": Invalid input: expected record, received number. Correct it.'],
    [
      { queues: { producers: [{ binding: 'JOBS', queue: 'jobs' }] } },
      `Failed to play the Worker: it needs queues ("queues"), which are not on the stage yet. ${leaveOut}`,
    ],
    [{ name: 'a/b' }, 'Failed to read wrangler.json: "name": is no name of a Worker. Correct it.'],
    [
      { services: [{ binding: 'A', service: 'other', entrypoint: 'no name' }] },
      'Failed to read wrangler.json: "services.0.entrypoint": is no name. Correct it.',
    ],
  ])('is refused in one line: %o', async (config, message) => {
    await expect(readProject(withMain(config))).rejects.toMatchObject({ message });
  });

  test('is refused where its file is not there, is no JSON, or has no such environment', async () => {
    await expect(readProject('/nowhere/wrangler.toml')).rejects.toThrow('there is no file /nowhere/wrangler.toml');
    await expect(readProject(projectOf({ 'wrangler.jsonc': '{ "main": }' }))).rejects.toThrow(
      /^Failed to read wrangler\.jsonc: .*Correct it: it is no JSON with comments\.$/,
    );
    await expect(readProject(projectOf({ 'index.ts': 'export default {};' }))).rejects.toThrow(
      'Failed to read the Worker: index.ts is no wrangler file. Give the path of the wrangler.jsonc or wrangler.toml of the Worker with --worker.',
    );
    await expect(readProject(withMain({ env: { stage: {} } }), 'live')).rejects.toThrow(
      'Failed to read wrangler.json: it has no environment "live". It has stage.',
    );
  });
});

describe('the bundle of a Worker', () => {
  const bundle = async (main: string) =>
    bundleProject(
      await readProject(withMain({ durable_objects: { bindings: [{ name: 'ROOMS', class_name: 'Room' }] } }, main)),
    );

  test('has the stage in it, and takes modules of Node from the platform', async () => {
    const text = await bundle(
      "import { Buffer } from 'buffer'; export class Room {}; export default { Buffer, fetch() {} };",
    );
    expect(text).toContain('__stage/control');
    expect(text).toContain('from"node:buffer"');
  });

  test.each([
    [
      'export default { fetch() {} };',
      'Failed to play the Worker: main.js does not export the class Room of "durable_objects". Export it there, or correct "class_name".',
    ],
    [
      'export class Room {}',
      'Failed to play the Worker: main.js has no default export. Export an object with "fetch", or a class of WorkerEntrypoint.',
    ],
    [
      "export class Room {}\nimport './gone.js';\nexport default {};",
      'Failed to bundle the Worker: main.js:2: Could not resolve "./gone.js". Correct the file; `wrangler dev` should run it.',
    ],
  ])('is refused in one line: %s', async (main, message) => {
    await expect(bundle(main)).rejects.toMatchObject({ message });
  });
});
