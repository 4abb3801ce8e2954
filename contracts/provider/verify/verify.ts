import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shellWord } from '../../shell-word.ts';
import { provider as ourProvider } from '../pact-files.ts';
import { type BrokerSource, brokerOptions, brokerPacts, concealing } from './broker.ts';
import { CannotVerify } from './cannot-verify.ts';
import { type GoBetween, startGoBetween } from './go-between.ts';
import { judge } from './judge.ts';
import { type NativeReport, runNative } from './native.ts';
import { argumentsFor, type Pact, readPacts, type Selection, selected } from './pacts.ts';
import { answers } from './reach.ts';
import type { InteractionResult, Verification } from './result.ts';
import { version } from './version.ts';

export interface VerifyOptions extends Selection {
  /** Where the provider is; its path comes before every path of the pacts. */
  providerUrl: string;
  /** Where its states are asked for. Without it no interaction that has a state can be verified. */
  statesUrl?: string;
  /** A folder, or a broker. */
  pacts: string | BrokerSource;
  /** Name of the provider in the pacts. Default `session-api`. */
  provider?: string;
  /** Milliseconds that a frame may take to come. Default 5000. */
  frameTimeout?: number;
  signal?: AbortSignal;
  /** Tells the broker the results, as those of this version of the provider. */
  publish?: { providerVersion: string; buildUrl?: string };
  /** Words of the command that a person gives to verify again; those that choose an interaction are added. */
  command?: readonly string[];
}

/** Longer than anything that the go-between waits for, so that it is always the first to give up. */
const nativeTimeout = 600_000;

/**
 * Verifies a provider against pacts: requests and frames, in one run of Pact's verifier.
 *
 * @throws CannotVerify where nothing could be learnt about the provider, or the run was not whole
 */
export async function verify(options: VerifyOptions): Promise<Verification> {
  const { providerUrl, pacts: from, provider = ourProvider, publish, command = wordsOf(options) } = options;
  const signal = options.signal ?? new AbortController().signal;
  const started = performance.now();
  const broker = typeof from === 'string' ? null : from;
  const isPart =
    options.interaction !== undefined || (options.states?.length ?? 0) > 0 || (options.capabilities?.length ?? 0) > 0;
  if (publish && (!broker || isPart)) {
    const reason = broker
      ? 'the results of a part of the interactions cannot be published'
      : 'there is no broker to publish to';
    throw new CannotVerify(reason, 'Publish the results of whole pacts of a broker.');
  }
  const found = broker ? await brokerPacts(broker, provider, signal) : await readPacts(String(from), provider);
  const chosen = selected(found, options);
  const away = await answers(providerUrl, signal);
  if (away !== null) {
    throw new CannotVerify(
      `the provider at ${providerUrl} does not answer (${away})`,
      'Start it, or name another with --provider-url.',
    );
  }
  const planned = chosen.flatMap(({ interactions }) => interactions);
  const running = { provider, signal, broker, isPart, chosen, planned: planned.length };
  const { report, events } = await run({ ...options, publish: undefined }, running);
  const judged = judge(planned, report.interactionResults, events);
  const all = found.flatMap(({ interactions }) => interactions);
  if (publish) {
    // Pact's verifier publishes what it thinks itself. So it verifies once more, and what was judged to have failed fails.
    const asks = events.filter(({ kind }) => kind !== 'state');
    const condemned = judged.flatMap(({ status, asked }) =>
      status === 'verified' || !asked ? [] : asks.indexOf(asked),
    );
    await run(options, { ...running, condemned: new Set(condemned) });
  }
  const interactions = judged.map(
    ({ interaction, asked: _, ...result }): InteractionResult => ({
      ...result,
      command: [...command, ...argumentsFor(interaction, all)].map(shellWord).join(' '),
    }),
  );
  const having = (status: InteractionResult['status']) => interactions.filter((one) => one.status === status).length;
  const totals = { verified: having('verified'), failed: having('failed'), pending: having('pending') };
  if (totals.verified + totals.failed === 0) {
    throw new CannotVerify('nothing was verified: all interactions are pending', 'Verify pacts that are not.');
  }
  if (!report.result && totals.failed === 0) throw new CannotVerify(trouble(report, broker), 'Verify again.');
  return {
    format: 1,
    tool: 'dress-rehearsal',
    version,
    provider,
    url: providerUrl,
    duration: Math.round(performance.now() - started),
    totals,
    interactions,
  };
}

interface Running {
  provider: string;
  signal: AbortSignal;
  broker: BrokerSource | null;
  /** Single interactions were asked for. */
  isPart: boolean;
  chosen: readonly Pact[];
  planned: number;
  /** Which requests and messages were judged to have failed. */
  condemned?: ReadonlySet<number>;
}

/** Runs Pact's verifier until its end, or until the provider is gone. */
async function run(
  options: VerifyOptions,
  running: Running,
): Promise<{ report: NativeReport } & Pick<GoBetween, 'events'>> {
  const { providerUrl, statesUrl, frameTimeout = 5_000 } = options;
  const { signal, broker, planned } = running;
  const gone = new AbortController();
  const ending = AbortSignal.any([signal, gone.signal]);
  const goBetween = await startGoBetween({
    providerUrl,
    statesUrl,
    frameTimeout,
    signal: ending,
    ...(running.condemned && { condemned: running.condemned }),
  });
  const folder = await mkdtemp(join(tmpdir(), 'rehearse-pacts-'));
  try {
    void goBetween.lost.then((why) => {
      const asked = goBetween.events.filter(({ kind }) => kind !== 'state').length;
      const when = `when ${asked} of ${planned} interactions had been asked for`;
      const reason = `the provider at ${providerUrl} stopped answering (${why}) ${when}`;
      gone.abort(new CannotVerify(reason, 'See why it ended, and verify again.'));
    });
    const address = `http://127.0.0.1:${goBetween.port}`;
    const report = await runNative(
      {
        provider: running.provider,
        providerBaseUrl: `${address}/provider`,
        providerStatesSetupUrl: `${address}/states`,
        providerStatesSetupTeardown: true,
        transports: [{ protocol: 'message', port: goBetween.port, path: '/messages' }],
        timeout: nativeTimeout,
        logLevel: 'error',
        ...(await sourceOf(options, running, folder)),
      },
      { signal: ending, conceal: concealing(broker) },
    );
    return { report, events: goBetween.events };
  } finally {
    goBetween.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Where the verifier takes the pacts from. Single interactions are given to it in files of their own. */
async function sourceOf(
  { consumers = [], publish }: VerifyOptions,
  { broker, isPart, chosen }: Running,
  folder: string,
): Promise<Record<string, unknown>> {
  if (isPart)
    return { pactUrls: await Promise.all(chosen.map((pact, index) => save(pact, join(folder, `${index}.json`)))) };
  if (!broker) return { pactUrls: chosen.map((pact) => pact.from) };
  return {
    ...brokerOptions(broker),
    ...(consumers.length > 0 && { consumerFilters: consumers }),
    ...(publish && {
      publishVerificationResult: true,
      providerVersion: publish.providerVersion,
      ...(publish.buildUrl !== undefined && { buildUrl: publish.buildUrl }),
    }),
  };
}

async function save({ source, interactions }: Pact, file: string): Promise<string> {
  await writeFile(file, JSON.stringify({ ...source, interactions: interactions.map((one) => one.source) }));
  return file;
}

function trouble({ errors }: NativeReport, broker: BrokerSource | null): string {
  const [first] = errors;
  const said = first ? JSON.stringify(first.mismatch) : 'it does not say why';
  return concealing(broker)(`Pact's verifier failed although every interaction was verified (${said})`);
}

function wordsOf({ providerUrl, statesUrl, pacts, frameTimeout }: VerifyOptions): string[] {
  return [
    ...['npx', 'rehearse', 'contracts', 'verify', '--provider-url', providerUrl],
    ...(statesUrl === undefined ? [] : ['--states-url', statesUrl]),
    ...(typeof pacts === 'string' ? ['--pacts', pacts] : ['--broker-url', pacts.brokerUrl]),
    ...(frameTimeout === undefined ? [] : ['--frame-timeout', String(frameTimeout)]),
  ];
}
