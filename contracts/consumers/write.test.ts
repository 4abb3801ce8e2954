import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { comparePacts } from '../provider/compare.ts';
import { pactFolder, readPacts } from '../provider/pact-files.ts';
import { asyncapiDocument } from '../wire/documents/asyncapi.ts';
import { openapiDocument } from '../wire/documents/openapi.ts';
import { consumers } from './index.ts';
import type { Consumer, HttpInteraction } from './toolkit/interaction.ts';
import { values } from './toolkit/values.ts';
import { unknownPacts } from './unknown-pacts.ts';
import { writePacts } from './write.ts';

const reading: HttpInteraction = {
  kind: 'http',
  description: 'reading a session',
  given: [{ state: 'a task' }],
  operation: 'getSession',
  promised: { problem: 'not_found' },
  async run({ link }) {
    const { projectId, sessionId, token } = values;
    const { status } = await link.request({ operation: 'getSession', params: { projectId, sessionId }, token });
    if (status !== 404) throw new Error('it did not hear that there is none');
  },
};
const write = (...interactions: HttpInteraction[]) => {
  const consumer: Consumer = { name: 'frontend', interactions };
  return writePacts([consumer]);
};

describe('Writing pacts', async () => {
  // Two at the same time: with one folder they would lose what the other has written.
  const [first, second] = await Promise.all([writePacts(consumers), writePacts(consumers)]);

  test.each(first)('gives the committed $file, byte for byte', async ({ file, text }) => {
    const committed = await readFile(join(pactFolder, file), 'utf8');
    expect(committed === text, `${file} is stale: run \`rehearse contracts write\``).toBe(true);
  });

  test('gives all the pacts of the committed folder: there is none that no consumer writes', async () => {
    const written = (first ?? []).map(({ file }) => file);
    expect(await unknownPacts(pactFolder, written)).toEqual([]);
    const [gone, ...rest] = written;
    expect(await unknownPacts(pactFolder, rest)).toEqual([gone]);
  });

  test('gives the same again, and loses nothing when two write at the same time', () => {
    expect(second?.map(({ text }) => text)).toEqual(first?.map(({ text }) => text));
    expect(first?.map(({ interactions }) => interactions)).toEqual(
      consumers.map(({ interactions }) => interactions.length),
    );
  });

  test('refuses a description that is there twice: the later would overwrite the earlier without a word', async () => {
    await expect(write(reading, { ...reading, given: [{ state: 'a project' }] })).rejects.toThrow(
      'Failed to write the pact of frontend: "reading a session" is there twice. Describe each in its own words.',
    );
  });

  test('fails where the client takes the answer in another way', async () => {
    const promised = { status: 200, body: undefined };
    await expect(write({ ...reading, promised })).rejects.toThrow(
      'Failed to write the pact of frontend: "reading a session": it did not hear that there is none',
    );
  });

  test('fails where the client asks something else the second time', async () => {
    let times = 0;
    const run: HttpInteraction['run'] = async ({ link }) => {
      times += 1;
      const sessionId = times === 1 ? values.sessionId : 'none';
      await link.request({ operation: 'getSession', params: { projectId: values.projectId, sessionId } });
    };
    await expect(write({ ...reading, run })).rejects.toThrow('"reading a session": Test failed');
  });

  test('fails where the client does not ask at all', async () => {
    await expect(write({ ...reading, run: async () => {} })).rejects.toThrow('the client made no request getSession');
  });

  test('fails where the contract has no such answer', async () => {
    const run: HttpInteraction['run'] = async ({ link }) => {
      const { projectId, sessionId } = values;
      await link.request({ operation: 'getSession', params: { projectId, sessionId } });
    };
    await expect(write({ ...reading, run, promised: { status: 202, body: {} } })).rejects.toThrow('no answer 202');
    await expect(write({ ...reading, run, promised: { status: 200, body: {} } })).rejects.toThrow('sessionId');
  });
});

describe('A pact that no consumer writes', () => {
  test('is one of the same provider under another name, and nothing else', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rehearse-unknown-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const save = (name: string, content: unknown) => writeFile(join(folder, name), JSON.stringify(content));
    const pactWith = (name: string) => ({ consumer: { name: 'gone' }, provider: { name }, interactions: [] });
    await save('frontend-session-api.json', pactWith('session-api'));
    await save('gone-session-api.json', pactWith('session-api'));
    await save('gone-billing.json', pactWith('billing'));
    await save('gone-session-api.txt', pactWith('session-api'));
    await save('package.json', { name: 'no pact' });
    await writeFile(join(folder, 'broken.json'), '{');
    expect(await unknownPacts(folder, ['frontend-session-api.json'])).toEqual(['gone-session-api.json']);
    expect(await unknownPacts(join(folder, 'not-there'), [])).toEqual([]);
  });
});

describe('The pacts and the documents of the contract', async () => {
  const documents = { openapi: openapiDocument(), asyncapi: asyncapiDocument() };
  const pacts = (await readPacts(pactFolder, 'test')).map(({ pact }) => pact);

  test('say the same', async () => {
    expect(await comparePacts(pacts, documents)).toEqual([]);
  });

  test('differ where an operation is not in the document', async () => {
    const [path] = Object.keys(documents.openapi.paths ?? {}).filter((name) => name.endsWith('/messages'));
    const { [path ?? '']: gone, ...paths } = documents.openapi.paths as Record<string, unknown>;
    expect(gone).toBeDefined();
    const found = await comparePacts(pacts, { ...documents, openapi: { ...documents.openapi, paths } });
    expect(found.length).toBeGreaterThan(0);
    expect(new Set(found.map(({ message }) => message.split(':')[0]))).toEqual(
      new Set(['Path or method not defined in spec file']),
    );
  });
});
