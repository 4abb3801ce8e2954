import { z } from 'zod';
import type { BrokerAccess } from './access.ts';
import { failureOf, runPactBroker } from './pact-cli.ts';

/** Which version of the pacticipant: this one, the newest of a branch, or the newest of all. */
export type WhichVersion = { version: string } | { branch: string } | { latest: true };

export interface CanIDeployOptions extends BrokerAccess {
  /** Consumer or provider, as the broker knows it. */
  pacticipant: string;
  which: WhichVersion;
  /** Default: the newest versions of all that it is integrated with. */
  toEnvironment?: string;
  /** Environment of the caller. Default: that of the process. */
  env?: Readonly<Record<string, string | undefined>>;
  signal?: AbortSignal;
}

/** What the broker knows about a consumer's version and a provider's. */
export interface MatrixRow {
  consumer: string;
  consumerVersion: string;
  provider: string;
  /** null: no version of the provider has verified that pact. */
  providerVersion: string | null;
  result: 'verified' | 'failed' | 'unknown';
}

export interface Deployability {
  /** null: a verification that is needed is missing. */
  deployable: boolean | null;
  /** In the words of the broker; may have several lines. */
  reason: string;
  matrix: readonly MatrixRow[];
}

const version = z.looseObject({ number: z.string() });
const party = z.looseObject({ name: z.string() });
const answer = z.looseObject({
  summary: z.looseObject({ deployable: z.boolean().nullable(), reason: z.string() }),
  matrix: z.array(
    z.looseObject({
      consumer: party.extend({ version }),
      provider: party.extend({ version: version.nullish() }),
      verificationResult: z.looseObject({ success: z.boolean().nullish() }).nullish(),
    }),
  ),
});

const what = 'ask whether it can be deployed';

/**
 * Asks a Pact Broker whether a version can be deployed. The exit code of Pact's tool says with JSON only whether it could
 * ask, so the verdict is read from the answer.
 *
 * @throws Error where the broker could not be asked, in one line without a secret
 */
export async function canIDeploy(options: CanIDeployOptions): Promise<Deployability> {
  const { pacticipant, which, toEnvironment, brokerUrl } = options;
  for (const value of [pacticipant, ...Object.values(which), toEnvironment]) refuseFlag(value);
  // Each value as an argument of its own: the tool forgets whom `--pacticipant=name` is about, and asks about nobody.
  const args = [
    'can-i-deploy',
    '--pacticipant',
    pacticipant,
    ...versionArguments(which),
    ...(toEnvironment === undefined ? [] : ['--to-environment', toEnvironment]),
    '--output',
    'json',
  ];
  const end = await runPactBroker(args, { ...options, what });
  if (end.code !== 0) {
    const { reason, advice } = failureOf(end, brokerUrl);
    throw new Error(`Failed to ${what}: ${reason}. ${advice}`);
  }
  const said = answer.safeParse(jsonOf(end.stdout));
  if (!said.success) {
    throw new Error(`Failed to ${what}: the answer of ${brokerUrl} cannot be read. Check that it is a Pact Broker.`);
  }
  const { summary, matrix } = said.data;
  return { deployable: summary.deployable, reason: summary.reason, matrix: matrix.map(rowOf) };
}

function versionArguments(which: WhichVersion): string[] {
  if ('version' in which) return ['--version', which.version];
  return 'branch' in which ? ['--branch', which.branch] : ['--latest'];
}

function refuseFlag(value: unknown): void {
  if (typeof value !== 'string' || (value !== '' && !value.startsWith('-'))) return;
  const reason = value === '' ? 'a name or version is empty' : `"${value}" begins with a dash, as a flag does`;
  throw new Error(`Failed to ${what}: ${reason}. Give the name as the broker has it.`);
}

function rowOf({ consumer, provider, verificationResult }: z.infer<typeof answer>['matrix'][number]): MatrixRow {
  const success = verificationResult?.success ?? null;
  return {
    consumer: consumer.name,
    consumerVersion: consumer.version.number,
    provider: provider.name,
    providerVersion: provider.version?.number ?? null,
    result: success === null ? 'unknown' : success ? 'verified' : 'failed',
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
