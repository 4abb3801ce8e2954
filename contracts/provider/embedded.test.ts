import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { serveProvider } from '../../simulators/stage/contracts/index.ts';
import { matchRoute } from '../wire/index.ts';
import { type ContractMutant, contractMutants } from './contract-mutants.ts';
import { pactFolder, readPacts } from './pact-files.ts';
import { exampleOf, type ReplayedInteraction } from './replayer.testing.ts';
import { type Tampering, tamperedProvider } from './tampering.testing.ts';
import { verify } from './verify/index.ts';

const program = fileURLToPath(new URL('../../bin/rehearse.mjs', import.meta.url));
const pacts = (await readPacts(pactFolder, 'test')).map(({ pact }) => pact);
const interactions = pacts.flatMap(({ interactions: all }) => all as unknown as ReplayedInteraction[]);

const operationOf = ({ request }: ReplayedInteraction): string => {
  const found = request?.path ? matchRoute(request.method, request.path) : 'a frame';
  return typeof found === 'string' ? found : found.operation;
};
/** Does an interaction have what the mutant breaks? */
function mentions({ breaks }: ContractMutant, one: ReplayedInteraction): boolean {
  const { status, headers, body } = exampleOf(one);
  if ('header' in breaks) return breaks.header in headers;
  if ('frame' in breaks) return !one.request?.path && (body as { type: string }).type === breaks.frame;
  return operationOf(one) === breaks.operation && status === breaks.status;
}

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
    const result = await verify({ providerUrl, statesUrl, pacts: pactFolder });
    const failed = result.interactions
      .filter(({ status }) => status !== 'verified')
      .map(({ description }) => description);
    for (const mutant of contractMutants) {
      const expected = interactions.filter((one) => mentions(mutant, one)).map(({ description }) => description);
      expect(expected.length, mutant.id).toBeGreaterThan(0);
      expect(failed, mutant.id).toEqual(expect.arrayContaining(expected));
    }
    const mentioned = interactions.filter((one) => contractMutants.some((mutant) => mentions(mutant, one)));
    expect(failed.sort()).toEqual(mentioned.map(({ description }) => description).sort());
  });
});
