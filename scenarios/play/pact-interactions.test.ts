import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { interactionsOf, readInteractions } from './pact-interactions.ts';
import { CannotRun } from './run-types.ts';

const id = '9a8b7c6d-5e4f-4a3b-8c2d-1e0f9a8b7c6d';
const json = (content: unknown) => ({ content, contentType: 'application/json', encoded: false });
const http = (status: number, body?: unknown) => ({
  type: 'Synchronous/HTTP',
  description: 'a task is read',
  providerStates: [{ name: 'a task', params: {} }],
  request: { method: 'get', path: `/v1/projects/${id}/tasks/${id}` },
  response: { status, headers: {}, ...(body === undefined ? {} : { body }) },
});
// biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of Pact.
const socket = { name: 'a socket is open', params: { path: '/v1/projects/${projectId}/live?x=1' } };
const told = (content: unknown) => ({
  type: 'Asynchronous/Messages',
  description: 'it is told',
  providerStates: [{ name: 'a live session' }, socket],
  contents: json(content),
});
const asked = (request: unknown, ...answers: unknown[]) => ({
  type: 'Synchronous/Messages',
  description: 'it is asked',
  providerStates: [socket],
  request: { contents: json(request) },
  response: answers.map((answer) => ({ contents: json(answer) })),
});
const pact = (interactions: unknown[], provider = 'session-api') => ({
  consumer: { name: 'frontend' },
  provider: { name: provider },
  interactions,
  metadata: { pactSpecification: { version: '4.0' } },
});
const wantsOf = (interaction: unknown) => interactionsOf(pact([interaction]))[0]?.wants;

function folderWith(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'rehearse-pacts-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

describe('An interaction of a pact', () => {
  test('has its consumer, description and states', () => {
    expect(interactionsOf(pact([http(200)]))).toEqual([
      { consumer: 'frontend', description: 'a task is read', states: ['a task'], wants: ['getTask 200'] },
    ]);
  });

  test.each([
    ['an object', json({ code: 'not_found' })],
    ['text', json('{"code":"not_found"}')],
    ['base64', { ...json(btoa('{"code":"not_found"}')), encoded: 'base64' }],
  ])('of HTTP wants a problem by the code of its body, which is %s', (_what, body) => {
    expect(wantsOf(http(404, body))).toEqual(['getTask 404 not_found']);
  });

  test('of HTTP wants any problem of the status where its body has no code', () => {
    expect(wantsOf(http(404))).toEqual(['getTask 404']);
    expect(wantsOf(http(404, json('no JSON')))).toEqual(['getTask 404']);
  });

  test('of HTTP has no code of a success', () => {
    expect(wantsOf(http(200, json({ code: 'not_found' })))).toEqual(['getTask 200']);
  });

  test('whose request is no operation says so', () => {
    const lost = { ...http(404, json({ code: 'not_found' })), request: { method: 'GET', path: '/v2' } };
    expect(wantsOf(lost)).toEqual(['no operation 404 not_found']);
  });

  test('of one message wants the frame of the server on the socket that is open', () => {
    expect(wantsOf(told({ type: 'chunk' }))).toEqual(['live server frame chunk']);
    expect(wantsOf(told({ type: 'error', code: 'not_found' }))).toEqual(['live server frame error not_found']);
  });

  test('of a message and its answers wants all of them', () => {
    expect(wantsOf(asked({ type: 'stop' }, { type: 'stopping' }))).toEqual([
      'live client frame stop',
      'live server frame stopping',
    ]);
  });

  test('takes the socket from the metadata where no state says which', () => {
    const without = { ...told({ type: 'pong' }), providerStates: [] };
    expect(wantsOf({ ...without, metadata: { socket: 'events' } })).toEqual(['events server frame pong']);
    expect(wantsOf(without)).toEqual(['unknown socket server frame pong']);
  });

  test('of another provider is none of ours', () => {
    expect(interactionsOf(pact([http(200)], 'billing'))).toEqual([]);
  });
});

describe('A folder of pacts', () => {
  test('is read whole, whatever else lies in it', async () => {
    const folder = folderWith({
      'b.json': JSON.stringify(pact([http(200)])),
      'a.json': JSON.stringify(pact([told({ type: 'chunk' })])),
      'notes.md': '{',
    });
    const found = await readInteractions(folder);
    expect(found.map(({ description }) => description)).toEqual(['it is told', 'a task is read']);
  });

  test('that does not exist has no interactions', async () => {
    expect(await readInteractions(join(folderWith({}), 'none'))).toEqual([]);
  });

  test.each([
    ['no JSON', '{'],
    ['no pact', '{"consumer":{"name":"frontend"}}'],
    ['an interaction of an older version', JSON.stringify(pact([{ description: 'x', request: {}, response: {} }]))],
  ])('with a file that holds %s cannot be counted, in one line', async (_what, text) => {
    const folder = folderWith({ 'x.json': text });
    const error = await readInteractions(folder).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(CannotRun);
    expect(String(error)).toMatch(/Failed to read the pacts in .*x\.json: .+\. Correct it, or remove it\.$/);
    expect(String(error)).not.toContain('\n');
  });
});
