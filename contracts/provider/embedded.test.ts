import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { serveProvider } from '../../simulators/stage/contracts/index.ts';
import { matchRoute } from '../wire/index.ts';
import { pactFolder, readPacts } from './pact-files.ts';
import { exampleOf, type ReplayedInteraction } from './replayer.testing.ts';
import { type Answered, type Tampering, tamperedProvider } from './tampering.testing.ts';
import { verify } from './verify/index.ts';

const program = fileURLToPath(new URL('../../bin/rehearse.mjs', import.meta.url));
const pacts = (await readPacts(pactFolder, 'test')).map(({ pact }) => pact);
const interactions = pacts.flatMap(({ interactions: all }) => all as unknown as ReplayedInteraction[]);

const operationOf = ({ request }: ReplayedInteraction): string => {
  const found = request?.path ? matchRoute(request.method, request.path) : 'a frame';
  return typeof found === 'string' ? found : found.operation;
};
const asks = (operation: string) => (asked: { method: string; path: string }) => {
  const found = matchRoute(asked.method, asked.path);
  return typeof found !== 'string' && found.operation === operation;
};

/** Bugs of a provider in what it says: what is broken, and which interactions mention that. */
const contractMutants: {
  what: string;
  answer?(said: Answered, asked: { method: string; path: string }): Answered | undefined;
  frame?(frame: Record<string, unknown>): Record<string, unknown> | null | undefined;
  mentions(interaction: ReplayedInteraction): boolean;
}[] = [
  {
    what: 'a field: the history of a task session has no seq',
    answer: (said, asked) => {
      if (!asks('listMessages')(asked) || said.status !== 200) return undefined;
      const { messages, ...page } = said.body as { messages: { seq?: number }[] };
      return { ...said, body: { ...page, messages: messages.map(({ seq: _, ...message }) => message) } };
    },
    mentions: (one) => operationOf(one) === 'listMessages' && exampleOf(one).status === 200,
  },
  {
    what: 'a status: a task that was queued is answered 200',
    answer: (said, asked) =>
      asks('queueIssueTask')(asked) && said.status === 201 ? { ...said, status: 200 } : undefined,
    mentions: (one) => operationOf(one) === 'queueIssueTask' && exampleOf(one).status === 201,
  },
  {
    what: 'a header: nobody is told when to ask again',
    answer: (said) =>
      said.status === 429 ? { ...said, headers: { ...said.headers, 'retry-after': undefined } } : undefined,
    mentions: (one) => Object.keys(exampleOf(one).headers).includes('Retry-After'),
  },
  {
    what: 'a field of a frame: a chunk has its number as a text',
    frame: (frame) => (frame.type === 'chunk' ? { ...frame, index: String(frame.index) } : undefined),
    mentions: (one) => (exampleOf(one).body as { type?: string } | undefined)?.type === 'chunk',
  },
  {
    what: 'a frame: the mode that was set is never confirmed',
    frame: (frame) => (frame.type === 'mode_set' ? null : undefined),
    mentions: (one) => (exampleOf(one).body as { type?: string } | undefined)?.type === 'mode_set',
  },
];

/** All of them at once: none touches what another one does. */
const tampering: Tampering = {
  answer: (said, asked) => contractMutants.reduce((before, { answer }) => answer?.(before, asked) ?? before, said),
  frame: (frame) => {
    const changed = contractMutants.map((mutant) => mutant.frame?.(frame)).find((one) => one !== undefined);
    return changed === undefined ? frame : changed;
  },
};

describe('The embedded control plane', () => {
  test('is verified against all pacts in a process of its own, behind a URL', { timeout: 300_000 }, async () => {
    const child = spawn(process.execPath, [program, 'serve', '--states', '--json'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(async () => {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    });
    let said = '';
    for await (const text of child.stdout) {
      said += String(text);
      if (said.trimEnd().endsWith('}')) break;
    }
    const { url: providerUrl, statesUrl } = JSON.parse(said) as { url: string; statesUrl: string };
    const { totals, interactions: results } = await verify({ providerUrl, statesUrl, pacts: pactFolder });
    expect(results.filter(({ status }) => status !== 'verified')).toEqual([]);
    expect(totals).toEqual({ verified: interactions.length, failed: 0, pending: 0 });
    expect(interactions.length).toBeGreaterThan(60);
    expect(new Set(interactions.map(({ type }) => type)).size).toBe(3);
  });

  test('fails with a bug in what it says, in the interactions that mention it and in no other', {
    timeout: 300_000,
  }, async () => {
    const provider = await serveProvider();
    const tampered = await tamperedProvider(provider.url, tampering);
    onTestFinished(async () => {
      tampered.stop();
      await provider.stop();
    });
    const { url: providerUrl } = tampered;
    const { statesUrl } = provider;
    const result = await verify({ providerUrl, statesUrl, pacts: pactFolder, frameTimeout: 1000 });
    const failed = result.interactions
      .filter(({ status }) => status !== 'verified')
      .map(({ description }) => description);
    for (const { what, mentions } of contractMutants) {
      const expected = interactions.filter(mentions).map(({ description }) => description);
      expect(expected.length, what).toBeGreaterThan(0);
      expect(failed, what).toEqual(expect.arrayContaining(expected));
    }
    const mentioned = interactions.filter((one) => contractMutants.some(({ mentions }) => mentions(one)));
    expect(failed.sort()).toEqual(mentioned.map(({ description }) => description).sort());
  });
});
