import { isDeepStrictEqual } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { serve } from '../../examples/provider/server.mjs';
import { matchRoute } from '../wire/index.ts';
import { pactFolder } from './pact-files.ts';
import { exampleOf, type ReplayedInteraction } from './replayer.testing.ts';
import { type Verification, verify } from './verify/index.ts';
import { readPacts, selected } from './verify/pacts.ts';

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
const served = ['tasks', 'messages', 'events'];
const all = selected(await readPacts(pactFolder, 'session-api'), { capabilities: served }).flatMap(
  ({ interactions }) => interactions,
);

async function verified(broken: Break = {}, capabilities: readonly string[] = served): Promise<Verification> {
  const alter = { answer: (said: Said) => said, frame: (frame: Frame) => frame, ...broken };
  const provider = await serve({ alter });
  onTestFinished(() => provider.stop());
  const { url: providerUrl, statesUrl } = provider;
  return verify({ providerUrl, statesUrl, pacts: pactFolder, capabilities });
}

/** Does a break change what the pact has as its example? */
function mentions({ answer, frame }: Break, interaction: ReplayedInteraction): boolean {
  const example = exampleOf(interaction);
  if (interaction.type === 'Synchronous/HTTP') {
    const { request } = interaction;
    return (
      request !== undefined && answer !== undefined && !isDeepStrictEqual(answer(example as Said, request), example)
    );
  }
  return frame !== undefined && !isDeepStrictEqual(frame(example.body as Frame), example.body);
}

const when = (operation: string, statuses: readonly number[], change: (said: Said) => Partial<Said>): Break => ({
  answer(said, { method, path }) {
    const found = matchRoute(method, path);
    const isIt = typeof found !== 'string' && found.operation === operation && statuses.includes(said.status);
    return isIt ? { ...said, ...change(said) } : said;
  },
});
const without =
  (name: string) =>
  (body: Record<string, unknown> = {}) => {
    const { [name]: gone, ...rest } = body;
    return rest;
  };
const frames = (type: string, change: (frame: Frame) => Frame | null): Break => ({
  frame: (frame) => (frame.type === type ? change(frame) : frame),
});
const withTextAsSeq = (result: object) => ('seq' in result ? { ...result, seq: '7' } : result);

/**
 * What is broken, one thing at a time; what is said of each interaction that fails for it, line by line; and the
 * capabilities without which an interaction has nothing of it, where they are fewer than all.
 */
const breaks: [what: string, broken: Break, said: RegExp, capabilities?: readonly string[]][] = [
  [
    'a field that is missing',
    when('getSession', [200], ({ body }) => ({ body: without('topic')(body) })),
    /^\$ .*missing the following keys: topic$/,
    ['tasks'],
  ],
  [
    'a field of another type',
    when('appendMessages', [200], ({ body }) => ({
      body: { ...body, results: [body?.results ?? []].flat().map((one) => withTextAsSeq(one as object)) },
    })),
    /^\$\.results\[\d+\]\.seq .*'7'/,
    ['tasks', 'messages'],
  ],
  [
    'a field of another name',
    when('submitTask', [201], ({ body }) => ({ body: { ...without('taskId')(body), task_id: body?.taskId } })),
    /^\$ .*missing the following keys: taskId$/,
    ['tasks'],
  ],
  ['another status', when('submitTask', [201], () => ({ status: 200 })), /^status expected 201 but was 200/, ['tasks']],
  [
    'another content type',
    when('submitTask', [400, 413, 422, 503], ({ headers }) => ({
      headers: { ...headers, 'Content-Type': 'text/html' },
    })),
    /^(header Content-Type|body) .*'text\/html'/,
    ['tasks'],
  ],
  [
    'a header that is missing',
    {
      answer: (said) =>
        said.status === 429 ? { ...said, headers: { 'Content-Type': 'application/problem+json' } } : said,
    },
    /^header Retry-After /,
    ['tasks', 'messages'],
  ],
  [
    'another code of a problem',
    {
      answer: (said) =>
        said.body?.code === 'session_stopped' ? { ...said, body: { ...said.body, code: 'gone' } } : said,
    },
    /^\$\.code Expected 'gone' .* to be equal to 'session_stopped'/,
    ['tasks', 'messages'],
  ],
  // One interaction alone waits for it: how long a frame may take is real time, and has to be enough for the others.
  [
    'a frame that never comes',
    frames('session.stopped', () => null),
    /^The socket .* had no such frame within 5000 ms\. Frames that came: subscribed\.$/,
  ],
  [
    'a frame of another type',
    frames('subscribed', (frame) => ({ ...frame, type: 'ok' })),
    /^\$\.type Expected 'ok' .* to be equal to 'subscribed'/,
  ],
  [
    'a field of a frame that is missing',
    frames('session.created', (frame) => without('cursor')(frame) as Frame),
    /^\$ .*missing the following keys: cursor$/,
  ],
];

describe('A provider that was written without this project', () => {
  test('is verified where it keeps what the pacts promise', async () => {
    const { totals, interactions } = await verified();
    expect(interactions.filter(({ status }) => status !== 'verified')).toEqual([]);
    expect(totals.verified).toBe(all.length);
    expect(all.length).toBeGreaterThan(60);
    expect(new Set(interactions.map(({ kind }) => kind))).toEqual(new Set(['http', 'async', 'sync']));
  });

  test.each(breaks)(
    'fails for %s where it is mentioned and nowhere else, and is told what is wrong',
    async (...row) => {
      const [, broken, said, capabilities] = row;
      const { interactions } = await verified(broken, capabilities);
      const failed = interactions.filter(({ status }) => status !== 'verified');
      const expected = all.filter(({ source }) => mentions(broken, source as unknown as ReplayedInteraction));
      expect(expected.length).toBeGreaterThan(0);
      expect(interactions.length).toBeGreaterThan(expected.length);
      const named = (some: readonly { consumer: string; description: string }[]) =>
        some.map(({ consumer, description }) => `${consumer}: ${description}`).sort();
      expect(named(failed)).toEqual(named(expected));
      for (const { consumer, description, mismatches, reason, command } of failed) {
        const lines = [...mismatches.map(({ path, message }) => `${path} ${message}`), ...(reason ? [reason] : [])];
        expect(lines).not.toEqual([]);
        expect(lines.filter((line) => !said.test(line))).toEqual([]);
        expect(command).toContain(`--consumer ${consumer} --interaction '${description}'`);
      }
    },
  );
});
