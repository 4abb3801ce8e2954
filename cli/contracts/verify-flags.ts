import { resolve } from 'node:path';
import { z } from 'zod';
import { readBrokerAccess } from '../../contracts/provider/broker/access.ts';
import { pactFolder } from '../../contracts/provider/pact-files.ts';
import type { BrokerSource, VerifyOptions } from '../../contracts/provider/verify/index.ts';
import { Failure, type Io } from '../io.ts';
import { readNumber } from '../settings.ts';

/** As the command line gave them. */
export interface VerifyFlags {
  providerUrl?: string;
  statesUrl?: string;
  pacts?: string;
  consumer?: string[];
  capability?: string[];
  interaction?: string;
  state?: string[];
  frameTimeout?: string;
  brokerUrl?: string;
  brokerToken?: string;
  selector?: string[];
  enablePending?: true;
  includeWipPactsSince?: string;
  publish?: true;
  providerVersion?: string;
  providerBranch?: string;
  buildUrl?: string;
  reporter?: string[];
  json?: true;
  out?: string;
}

/** Without a URL it is the embedded control plane. */
export type Chosen = Omit<VerifyOptions, 'providerUrl'> & { providerUrl?: string };

/**
 * Reads what is to be verified, and against which pacts.
 *
 * @throws Failure naming the flag whose value cannot be taken, or what does not go together
 */
export function readVerifyFlags(flags: VerifyFlags, { env, cwd }: Pick<Io, 'env' | 'cwd'>): Chosen {
  const providerUrl = address('--provider-url', flags.providerUrl);
  const statesUrl = address('--states-url', flags.statesUrl);
  if (statesUrl !== undefined && providerUrl === undefined) {
    throw new Failure(
      'verify',
      '--states-url is given without --provider-url',
      'The embedded control plane has its own.',
    );
  }
  const timeout = flags.frameTimeout;
  const frameTimeout = timeout === undefined ? undefined : readNumber('verify', '--frame-timeout', timeout, 1, 600_000);
  const pacts = brokerOf(flags, env) ?? (flags.pacts === undefined ? pactFolder : resolve(cwd, flags.pacts));
  return {
    providerUrl,
    statesUrl,
    pacts,
    frameTimeout,
    consumers: flags.consumer,
    capabilities: flags.capability,
    interaction: flags.interaction,
    states: flags.state,
    publish: publishing(flags, pacts),
    command: wordsOf(flags, pacts),
  };
}

/** The broker, where one is named and no folder is. */
function brokerOf(flags: VerifyFlags, env: Io['env']): BrokerSource | undefined {
  const { brokerUrl, brokerToken, selector, enablePending, includeWipPactsSince, providerBranch } = flags;
  if (flags.pacts !== undefined && brokerUrl !== undefined) {
    throw new Failure(
      'verify',
      'pacts of a folder and of a broker are asked for',
      'Leave --pacts or --broker-url out.',
    );
  }
  const asks = [brokerUrl, brokerToken, selector, enablePending, includeWipPactsSince, flags.publish];
  const isMeant = asks.some((flag) => flag !== undefined) || env.PACT_BROKER_BASE_URL;
  if (!isMeant || flags.pacts !== undefined) {
    if (asks.every((flag) => flag === undefined)) return undefined;
    throw new Failure(
      'verify',
      'pacts of a folder need nothing of a broker',
      'Leave --pacts out, or what is for the broker.',
    );
  }
  const { brokerUrl: url, credentials } = readBrokerAccess('verify', brokerUrl, env);
  return {
    brokerUrl: url,
    credentials: brokerToken === undefined ? credentials : { token: brokerToken },
    selectors: selector?.map(readSelector),
    enablePending,
    includeWipPactsSince,
    providerBranch,
  };
}

const selectorSchema = z.record(z.string(), z.union([z.string(), z.boolean()]));

function readSelector(text: string): Record<string, string | boolean> {
  const advice = 'Give one such as {"mainBranch":true} or {"branch":"main","consumer":"frontend"}.';
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    throw new Failure('verify', `--selector is no JSON: ${text}`, advice);
  }
  const { data } = selectorSchema.safeParse(read);
  if (data !== undefined && Object.keys(data).length > 0) return data;
  throw new Failure('verify', `--selector is no selector: ${text}`, advice);
}

function publishing(flags: VerifyFlags, pacts: VerifyOptions['pacts']): VerifyOptions['publish'] {
  const { publish, providerVersion, buildUrl } = flags;
  if (!publish) return undefined;
  if (typeof pacts === 'string') throw new Failure('verify', 'there is no broker to publish to', 'Give --broker-url.');
  if (providerVersion === undefined) {
    throw new Failure(
      'verify',
      '--publish is given without a version',
      'Give that of the provider with --provider-version.',
    );
  }
  return { providerVersion, buildUrl };
}

/** Verifies again what these flags verify; without what is about reports, publishing and credentials. */
function wordsOf(flags: VerifyFlags, pacts: VerifyOptions['pacts']): string[] {
  const one = (flag: string, value: string | undefined) => (value === undefined ? [] : [flag, value]);
  return [
    ...['npx', 'rehearse', 'contracts', 'verify'],
    ...one('--provider-url', flags.providerUrl),
    ...one('--states-url', flags.statesUrl),
    ...one('--pacts', flags.pacts),
    ...one('--frame-timeout', flags.frameTimeout),
    ...one('--broker-url', typeof pacts === 'string' ? undefined : pacts.brokerUrl),
    ...(flags.selector ?? []).flatMap((selector) => one('--selector', selector)),
    ...(flags.enablePending ? ['--enable-pending'] : []),
    ...one('--include-wip-pacts-since', flags.includeWipPactsSince),
    ...one('--provider-branch', flags.providerBranch),
  ];
}

function address(flag: string, given: string | undefined): string | undefined {
  if (given === undefined) return undefined;
  const url = URL.canParse(given) ? new URL(given) : null;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new Failure('verify', `${flag} is no URL: "${given}"`, 'Give one such as http://127.0.0.1:8787.');
  }
  if (url.search || url.hash) {
    throw new Failure('verify', `${flag} has a query: "${given}"`, 'Give the part before the question mark.');
  }
  if (url.username || url.password) {
    throw new Failure('verify', `${flag} holds a password`, 'The states give the tokens that are needed.');
  }
  return given;
}
