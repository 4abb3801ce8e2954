import { describe, expect, onTestFinished, test } from 'vitest';
import { serve } from '../../examples/provider/server.mjs';
import { pactFolder } from './pact-files.ts';
import { type Verification, verify } from './verify/index.ts';

interface Said {
  status: number;
  headers: Record<string, string>;
  body: Record<string, unknown> | undefined;
}
interface Asked {
  method: string;
  path: string;
}
type Frame = Record<string, unknown> & { type: string };
interface Break {
  answer?(said: Said, asked: Asked): Said;
  frame?(frame: Frame): Frame | null;
}

/** What the provider of `examples/provider` serves. */
const capabilities = ['tasks', 'messages', 'events'];

async function verified(broken: Break = {}): Promise<Verification> {
  const alter = { answer: (said: Said) => said, frame: (frame: Frame) => frame, ...broken };
  const provider = await serve({ alter });
  onTestFinished(() => provider.stop());
  const { url: providerUrl, statesUrl } = provider;
  return verify({ providerUrl, statesUrl, pacts: pactFolder, capabilities, frameTimeout: 300 });
}

const isSessionRead = ({ method, path }: Asked) => method === 'GET' && /\/sessions\/[^/]+$/.test(path);
const isSubmit = ({ method, path }: Asked) => method === 'POST' && path.endsWith('/tasks');
const isBatch = ({ method, path }: Asked) => method === 'POST' && path.endsWith('/messages');
const when = (is: (asked: Asked) => boolean, change: (said: Said) => Partial<Said>) => ({
  answer: (said: Said, asked: Asked) => (is(asked) ? { ...said, ...change(said) } : said),
});
const without =
  (name: string) =>
  (body: Record<string, unknown> = {}) => {
    const { [name]: gone, ...rest } = body;
    return gone === undefined ? body : rest;
  };
const frames = (type: string, change: (frame: Frame) => Frame | null) => ({
  frame: (frame: Frame) => (frame.type === type ? change(frame) : frame),
});

/** What is broken, one thing a time: descriptions of what then fails look like this, and what is said of it like that. */
const breaks: [string, Break, RegExp, RegExp][] = [
  [
    'a field that is missing',
    when(isSessionRead, ({ body }) => ({ body: without('topic')(body) })),
    /session/,
    /missing the following keys: topic/,
  ],
  [
    'a field of another type',
    when(isBatch, ({ body }) => ({
      body: { ...body, results: [body?.results ?? []].flat().map((one) => ({ ...(one as object), seq: '7' })) },
    })),
    /batch|message/,
    /\$\.results\[\d\]\.seq|Expected '7'/,
  ],
  [
    'a field of another name',
    when(isSubmit, ({ body }) => ({ body: { ...without('taskId')(body), task_id: body?.taskId } })),
    /submit|prompt/,
    /missing the following keys: taskId/,
  ],
  [
    'another status',
    when(isSubmit, ({ status }) => ({ status: status === 201 ? 200 : status })),
    /submit|prompt/,
    /expected 201 but was 200/,
  ],
  [
    'another content type',
    when(isSubmit, ({ status, headers }) => ({
      headers: status < 400 ? headers : { ...headers, 'Content-Type': 'text/html' },
    })),
    /submit|prompt/,
    /Content-Type/,
  ],
  [
    'a header that is missing',
    {
      answer: (said) =>
        said.status === 429 ? { ...said, headers: { 'Content-Type': 'application/problem+json' } } : said,
    },
    /too many|too often|limit of requests/,
    /Retry-After/,
  ],
  [
    'another code of a problem',
    {
      answer: (said) =>
        said.body?.code === 'session_stopped' ? { ...said, body: { ...said.body, code: 'gone' } } : said,
    },
    /stopped/,
    /Expected 'gone' .* to be equal to 'session_stopped'/,
  ],
  ['a frame that never comes', frames('message.new', () => null), /message/, /never came|did not come|no frame|came/i],
  [
    'a frame of another type',
    frames('subscribed', (frame) => ({ ...frame, type: 'ok' })),
    /subscri|feed|session|project/,
    /Expected 'ok' .* to be equal to 'subscribed'/,
  ],
  [
    'a field of a frame that is missing',
    frames('session.created', (frame) => without('cursor')(frame) as Frame),
    /session/,
    /missing the following keys: cursor/,
  ],
];

describe('A provider that was written without this project', () => {
  test('is verified where it keeps what the pacts promise', async () => {
    const { totals, interactions } = await verified();
    expect(interactions.filter(({ status }) => status !== 'verified')).toEqual([]);
    expect(totals.verified).toBeGreaterThan(60);
    expect(new Set(interactions.map(({ kind }) => kind))).toEqual(new Set(['http', 'async', 'sync']));
  });

  test.each(breaks)('fails for %s, and is told what is wrong', async (_what, broken, which, said) => {
    const { interactions } = await verified(broken);
    const failed = interactions.filter(({ status }) => status === 'failed');
    expect(failed.length).toBeGreaterThan(0);
    for (const { description, mismatches, reason, command } of failed) {
      expect(description).toMatch(which);
      expect([...mismatches.map(({ path, message }) => `${path} ${message}`), reason].join('\n')).toMatch(said);
      expect(command).toContain(`--interaction`);
    }
  });
});
