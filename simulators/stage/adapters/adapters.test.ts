import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { defineAdapter } from './define-adapter.ts';
import { Ids } from './ids.ts';
import { oneByOne } from './messages.ts';
import { OptionTrouble, readOptions, variableOf } from './options.ts';
import { refused } from './refused.ts';
import { Batches } from './sam/batches.ts';
import { Secrets, secret, secretsOf } from './secrets.ts';
import { Tokens } from './tokens.ts';

const options = z.object({
  url: z.url(),
  apiKey: secret(),
  lanes: z.coerce.number().default(2),
  other: secret().optional(),
});
const guarantees = { seq: 'none', ack: 'batch', feed: 'live', idempotency: 'none' } as const;
const provisioning = {
  createProject: () => ({ status: 201 as const, body: { projectId: 'p' } }),
  createToken: () => ({ status: 201 as const, body: { token: 't', expiresAt: 0 } }),
};
const declared = (name: string, changes: object = {}) =>
  defineAdapter({
    name,
    title: 'Sample',
    options,
    baseUrl: ({ url }) => url,
    guarantees,
    connect: () => null,
    provisioning,
    capabilities: { tasks: { listTasks: () => ({ status: 200, body: { tasks: [], nextCursor: null } }) }, live: {} },
    ...changes,
  });

describe('an adapter', () => {
  test('offers the groups of which it has something', () => {
    const adapter = declared('sample');
    expect(adapter.capabilities).toEqual(['provisioning', 'tasks']);
    expect([adapter.has('listTasks'), adapter.has('submitTask'), adapter.has('describe')]).toEqual([true, false, true]);
  });

  test.each(['Sample', 'a b', '', '../x'])('cannot be called "%s"', (name) => {
    expect(() => declared(name)).toThrow(/^Failed to declare the adapter/);
  });
});

describe('a declaration that no compiler has seen', () => {
  test.each<[object, RegExp]>([
    [{ capabilities: { tasks: { submitTsk() {} } } }, /"tasks" has no operation "submitTsk"\. There are submitTask, /],
    [{ capabilities: { mesages: {} } }, /there is no group "mesages"\. There are tasks, messages, /],
    [{ capabilities: { tasks: { submitTask: 1 } } }, /"tasks\.submitTask" is no function/],
    [{ provisioning: { createProjects() {} } }, /"provisioning" has no operation "createProjects"/],
    [{ orders: 'apiKe' }, /"orders" names no option: apiKe\. Give true, or one of url, apiKey, /],
    [{ guarantees: { ...guarantees, seq: 'gaples' } }, /"guarantees\.seq": Invalid option/],
    [{ guarantees: { ...guarantees, sequence: 'none' } }, /Unrecognized key: "sequence"/],
    [{ connect: undefined }, /it has no function "connect"/],
  ])('is refused where it is misspelt: %o', (changes, line) => {
    expect(() => declared('sample', changes)).toThrow(line);
    expect(() => declared('sample', changes)).toThrow(/^Failed to declare the adapter "sample": [^\n]+$/);
  });
});

describe('batches for a system that takes one message at a time', () => {
  const message = (content: string) => ({
    messageId: '6f1d3c52-0b8e-4a57-9c1e-2f4f3a7d9b10',
    role: 'user',
    content,
    createdAt: 1,
  });
  const store = async ({ messageId, content }: { messageId: string; content: string }) => {
    if (content === 'late') throw refused('session_stopped', 'It is stopped.');
    return { status: 'duplicate' as const, messageId, seq: 1 };
  };

  test('are answered message by message, also those that are none, and those that come after the stop', async () => {
    const results = await oneByOne([message('known'), { messageId: 7 }, message('late')], store);
    expect(results.map((one) => ('code' in one ? one.code : one.status))).toEqual([
      'duplicate',
      'malformed_message',
      'session_stopped',
    ]);
  });

  test('are refused as a whole where the session is stopped and none was known', async () => {
    await expect(oneByOne([message('late'), message('late')], store)).rejects.toMatchObject({
      code: 'session_stopped',
    });
  });
});

describe('options', () => {
  const given = { url: 'http://api.test', apiKey: 'k-123456' };
  test('are read by the schema, from what is given and then from the environment', () => {
    const env = { REHEARSE_ADAPTER_API_KEY: 'from-the-environment', REHEARSE_ADAPTER_LANES: '5' };
    expect(readOptions(declared('sample'), { url: given.url }, env)).toMatchObject({
      apiKey: 'from-the-environment',
      lanes: 5,
    });
    expect(readOptions(declared('sample'), given, env)).toMatchObject({ apiKey: 'k-123456' });
    expect(variableOf('agentToken')).toBe('REHEARSE_ADAPTER_AGENT_TOKEN');
  });

  test('that cannot be taken are named, and not repeated', () => {
    const trouble = () => readOptions(declared('sample'), { ...given, url: 'my-secret-by-mistake' });
    expect(trouble).toThrow(OptionTrouble);
    expect(trouble).toThrow(
      /^Failed to use the adapter sample: url cannot be taken \([^)]*\)\. Give --adapter-option url=/,
    );
    expect(trouble).not.toThrow(/my-secret-by-mistake/);
  });

  test('have no user and no password in an address: it is shown in reports', () => {
    const trouble = () => readOptions(declared('sample'), { ...given, url: 'http://bob:hunter2@api.test' });
    expect(trouble).toThrow(/^Failed to use the adapter sample: url has a user or password in it\. Leave that out\.$/);
  });
});

describe('ids', () => {
  const uuid = '6f1d3c52-0b8e-4a57-9c1e-2f4f3a7d9b10';
  test('a UUID stays what it is, and any other id gets one that is the same everywhere', () => {
    expect(new Ids().canonical('session', uuid)).toBe(uuid);
    const number = new Ids().canonical('session', 7);
    expect(z.uuid().safeParse(number).success).toBe(true);
    expect(new Ids().canonical('session', '7')).toBe(number);
    expect(new Ids().canonical('task', 7)).not.toBe(number);
  });

  test('lead back to those of the system, by their kind', () => {
    const ids = new Ids();
    const task = ids.canonical('task', '01JTASK');
    expect([ids.foreign('task', task), ids.foreign('session', task), ids.foreign('task', uuid)]).toEqual([
      '01JTASK',
      undefined,
      undefined,
    ]);
  });

  test('of the play are told from those of others', () => {
    const ids = new Ids();
    ids.own('task', 7);
    expect([ids.isOwn('task', '7'), ids.isOwn('task', 8), ids.isOwn('session', 7), ids.isOwn('task', null)]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('credentials', () => {
  test('are left out of what is recorded, by their value and by the names of headers and fields', () => {
    const read = { url: 'http://api.test', apiKey: 'key/of alice', lanes: 2, other: undefined };
    const secrets = new Secrets(secretsOf(options, read));
    secrets.learn('handed-out-later');
    const recorded = secrets.leaveOut({
      path: '/x?token=abcdef&page=2&key=key%2Fof%20alice',
      headers: { cookie: 'anything', accept: 'json' },
      body: [{ callbackToken: 'never seen', text: 'it is handed-out-later', tokens: 12, count: 3 }],
    });
    expect(recorded).toEqual({
      path: '/x?token=(secret)&page=2&key=(secret)',
      headers: { cookie: '(secret)', accept: 'json' },
      body: [{ callbackToken: '(secret)', text: 'it is (secret)', tokens: 12, count: 3 }],
    });
  });

  test('are left out in parts too: the values of cookies, and what follows a scheme', () => {
    const secrets = new Secrets(['session_token=abc123def; csrf=zyx987wvu', 'Basic dXNlcjpwYXNz']);
    expect(
      secrets.leaveOut({ headers: { 'x-session-token': 'abc' }, body: ['abc123def', 'zyx987wvu dXNlcjpwYXNz'] }),
    ).toEqual({ headers: { 'x-session-token': '(secret)' }, body: ['(secret)', '(secret) (secret)'] });
  });

  test('are left out as they stand in forms, in base64 and in JSON', () => {
    const secrets = new Secrets(['key/of alice "now"']);
    const text = 'key/of alice "now"';
    const forms = [new URLSearchParams({ q: text }).toString(), btoa(text), JSON.stringify({ text }), encodeURI(text)];
    for (const form of forms) expect(secrets.text(form)).not.toMatch(/alice|a2V5L29mIGFsaWNl/);
  });

  test('stay behind tokens that have nothing of them', () => {
    const tokens = new Tokens<{ key: string }>();
    const token = tokens.give({ key: 'real' });
    expect(token).not.toContain('real');
    expect([tokens.find(token), tokens.find('another'), tokens.find(null)]).toEqual([
      { key: 'real' },
      undefined,
      undefined,
    ]);
  });
});

describe('counters of batches', () => {
  const batch = (...ids: string[]) => ids.map((messageId, place) => ({ messageId, seq: place + 1 }));
  const statuses = (results: { status: string }[]) => results.map(({ status }) => status);

  test('tell each id once as stored, in whichever order answers of overlapping batches come', () => {
    const batches = new Batches();
    batches.sends('s', ['a', 'b']);
    batches.sends('s', ['b', 'c']);
    expect(statuses(batches.answered('s', batch('b', 'c'), 1))).toEqual(['stored', 'stored']);
    expect(statuses(batches.answered('s', batch('a', 'b'), 2))).toEqual(['stored', 'duplicate']);
  });

  test('tell an id as stored again where more were new than were sent', () => {
    const batches = new Batches();
    batches.sends('s', ['a']);
    expect(statuses(batches.answered('s', batch('a'), 1))).toEqual(['stored']);
    expect(statuses(batches.answered('s', batch('a'), 1))).toEqual(['stored']);
  });

  test('know the first message of a session as stored with its submit', () => {
    const batches = new Batches();
    batches.prompt('s', 'p');
    batches.sends('s', ['p', 'a']);
    expect(statuses(batches.answered('s', batch('p', 'a'), 1))).toEqual(['duplicate', 'stored']);
  });
});
