import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join as joinPath } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { join } from './joined.ts';
import { readProjects } from './projects.ts';
import { bundleProject } from './script.ts';

/** Wrangler files by the names of their folders; the paths of them, in order. */
function filesOf(configs: Record<string, object>): string[] {
  const folder = mkdtempSync(joinPath(tmpdir(), 'rehearse-projects-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return Object.entries(configs).map(([name, config]) => {
    const path = joinPath(folder, name, 'wrangler.json');
    mkdirSync(dirname(path));
    writeFileSync(path, JSON.stringify({ name, main: 'main.js', compatibility_date: '2026-01-31', ...config }));
    writeFileSync(
      joinPath(dirname(path), 'main.js'),
      'export class Room {} export class Default {} export default { fetch() {} };',
    );
    return path;
  });
}

/** The first is played, the others are given beside it. */
async function read(configs: Record<string, object>, environment?: string) {
  const [main = '', ...services] = filesOf(configs);
  return readProjects(main, environment, services);
}

const calling = (service: string, more: object = {}) => ({ services: [{ binding: 'OTHER', service, ...more }] });
const room = (scriptName: string, more: object = {}) => ({
  durable_objects: { bindings: [{ name: 'ROOM', class_name: 'Room', script_name: scriptName, ...more }] },
});
const named = (prices: object) => ({ vars: { OF: 'none' }, env: { stage: { vars: { OF: 'stage' } } }, ...prices });
const notOnStage = 'Failed to play the Worker: the binding OTHER of shop is the Worker';

describe('a Worker that another one calls', () => {
  test.each([
    ['by its name', calling('prices'), 'prices', 'none'],
    ['by the name that it has in an environment', calling('prices-stage'), 'prices-stage', 'stage'],
    ['with an environment', calling('prices', { environment: 'stage' }), 'prices-stage', 'stage'],
    [
      'with the environment production, which it has not',
      calling('prices', { environment: 'production' }),
      'prices',
      'none',
    ],
    ['for its objects, with an environment', room('prices', { environment: 'stage' }), 'prices-stage', 'stage'],
  ])('is found %s', async (_how, shop, name, of) => {
    const { project, others } = await read({ shop, prices: named({}) });
    expect(others).toMatchObject([{ name, variables: { OF: of } }]);
    const joined = join(project, others);
    expect(joined.variables).toEqual({ [`${name}/OF`]: of });
    const exported = `${name.replace('-', '_')}__`;
    expect([...Object.values(joined.services), ...Object.values(joined.objects)]).toEqual([
      expect.stringContaining(exported),
    ]);
  });

  test('is two where it is called in two environments, each with what its environment calls', async () => {
    const shop = { services: ['prices', 'prices-stage'].map((service, at) => ({ binding: `P${at}`, service })) };
    const stage = { name: 'theirs', ...calling('mail') };
    const { others } = await read({ shop, prices: named({ env: { stage } }), mail: {} });
    expect(others.map(({ name }) => name)).toEqual(['prices']);
    const called = { services: ['prices', 'theirs'].map((service, at) => ({ binding: `P${at}`, service })) };
    const both = await read({ shop: called, prices: named({ env: { stage } }), mail: {} });
    expect(both.others.map(({ name }) => name)).toEqual(['prices', 'theirs', 'mail']);
    expect(both.project.warnings).toEqual([]);
  });

  test('may be the one that is played, as it is called in its file or as it would be deployed', async () => {
    for (const service of ['shop', 'shop-stage']) {
      const { project, others } = await read(
        { shop: { env: { stage: { ...calling(service), ...room(service) } } } },
        'stage',
      );
      expect([project.name, others]).toEqual(['shop-stage', []]);
      const { services, objects } = join(project, others);
      expect([services, objects]).toEqual([{ OTHER: 'entry__default' }, { ROOM: 'Room' }]);
    }
  });

  test('is left out with a warning where nothing calls it', async () => {
    const { project, others } = await read({ shop: {}, prices: {} });
    expect(others).toEqual([]);
    expect(project.warnings).toEqual(['wrangler.json: nothing calls the Worker prices; it is left out.']);
  });

  test.each([
    [calling('mail'), `${notOnStage} mail, which is not on the stage. Give its wrangler file with --worker-service.`],
    [
      calling('prices', { environment: 'live' }),
      `${notOnStage} prices in its environment live, which is not on the stage. Give its wrangler file, which must have that environment, with --worker-service.`,
    ],
  ])('is refused where it is not there: %o', async (shop, message) => {
    const { project, others } = await read({ shop, prices: named({}) });
    expect(() => join(project, others)).toThrow(message);
  });

  test('is refused where its file is not there', async () => {
    const [main = ''] = filesOf({ shop: {} });
    await expect(readProjects(main, undefined, ['/nowhere/wrangler.toml'])).rejects.toThrow(
      'there is no file /nowhere/wrangler.toml. Give the path of the wrangler.jsonc or wrangler.toml of the Worker with --worker-service.',
    );
  });
});

describe('names of Workers', () => {
  test('are told apart where identifiers made of them would be one, and may begin with a digit', async () => {
    const names = ['my-app', 'my_app', '2fa-chat'];
    const bindings = names.map((name, at) => ({ name: `R${at}`, class_name: 'Room', script_name: name }));
    const shop = {
      durable_objects: { bindings: [{ name: 'ROOM', class_name: 'Room' }, ...bindings] },
      services: names.map((service, at) => ({ binding: `S${at}`, service })),
    };
    const { project, others } = await read({ shop, ...Object.fromEntries(names.map((name) => [name, {}])) });
    const { objects, services } = join(project, others);
    expect(objects).toEqual({ ROOM: 'Room', R0: 'my_app__Room', R1: 'my_app__Room_2', R2: '_2fa_chat__Room' });
    expect(Object.values(services)).toEqual([
      'my_app__entry__default',
      'my_app__entry__default_2',
      '_2fa_chat__entry__default',
    ]);
    await expect(bundleProject(project, others)).resolves.toContain('_2fa_chat__Room');
  });

  test('are told apart where one of them is a word of the stage', async () => {
    const shop = { ...room('entry'), services: [{ binding: 'ME', service: 'shop', entrypoint: 'Room' }] };
    const { project, others } = await read({ shop, entry: {} });
    expect(join(project, others)).toMatchObject({
      objects: { ROOM: 'entry__Room' },
      services: { ME: 'entry__Room_2' },
    });
    await expect(bundleProject(project, others)).resolves.toContain('entry__Room_2');
  });

  const twins = (name: string) =>
    `Failed to play the Worker: two of the wrangler files are of a Worker ${name}. Give each file once, and each Worker a "name" of its own.`;
  test.each([
    ['services', { shop: calling('prices'), prices: {}, mine: { name: 'prices' } }, 'prices'],
    ['the one that is played and a service', { shop: {}, prices: { name: 'shop' } }, 'shop'],
  ])('are refused where two have one: %s', async (_which, configs, name) => {
    await expect(read(configs)).rejects.toMatchObject({ message: twins(name) });
  });

  test('are refused where two have one, by whom they are brought together', async () => {
    const { project } = await read({ shop: {} });
    expect(() => join(project, [project])).toThrow(twins('shop'));
  });
});

describe('stores', () => {
  const storing = (id?: string) => ({
    kv_namespaces: [{ binding: 'CACHE', ...(id === undefined ? {} : { id }) }],
    d1_databases: [{ binding: 'DB', ...(id === undefined ? {} : { database_id: id }) }],
  });

  test('are one where they have one id, and apart where they have none', async () => {
    const one = await read({ shop: { ...calling('prices'), ...storing('x') }, prices: storing('x') });
    const { storeNames } = join(one.project, one.others);
    expect(storeNames['prices/CACHE']).toBe(storeNames.CACHE);
    expect(storeNames['prices/DB']).toBe(storeNames.DB);
    const apart = await read({ shop: { ...calling('prices'), ...storing() }, prices: storing() });
    const names = join(apart.project, apart.others).storeNames;
    expect(names['prices/CACHE']).not.toBe(names.CACHE);
    expect(names['prices/DB']).not.toBe(names.DB);
  });

  test('have each migration once, of whoever has it', async () => {
    const { project, others } = await read({ shop: { ...calling('prices'), ...storing('x') }, prices: storing('x') });
    const [other] = others;
    if (!other) throw new Error('no other');
    const having = <Of extends typeof project>(of: Of, ...names: string[]): Of => ({
      ...of,
      databases: { DB: { id: 'x', migrations: names.map((name) => ({ name, sql: of.name })) } },
    });
    const { migrations } = join(having(project, '1.sql', '3.sql'), [having(other, '1.sql', '2.sql')]);
    expect(Object.values(migrations)).toEqual([
      [
        { name: '1.sql', sql: 'shop' },
        { name: '2.sql', sql: 'prices' },
        { name: '3.sql', sql: 'shop' },
      ],
    ]);
  });
});
