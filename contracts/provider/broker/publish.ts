import { type PactFile, readPacts } from '../pact-files.ts';
import type { BrokerAccess } from './access.ts';
import { failureOf, runPactBroker } from './pact-cli.ts';

export interface PublishOptions extends BrokerAccess {
  /** Folder of the pacts. */
  pacts: string;
  /** Version of the consumers: the same for all of them. */
  version: string;
  branch?: string;
  tags?: readonly string[];
  /** Of the build that made the pacts. */
  buildUrl?: string;
  /** Environment of the caller. Default: that of the process. */
  env?: Readonly<Record<string, string | undefined>>;
  signal?: AbortSignal;
}

interface Publication {
  version: string;
  /** Whose pacts the broker has now. */
  pacts: readonly { consumer: string; provider: string }[];
}

const what = 'publish the pacts';

/**
 * Publishes the pacts of a folder to a Pact Broker. The same pacts may be published again; other pacts need another version.
 *
 * @throws Error where the folder has no pacts or the broker does not take them, in one line without a secret
 */
export async function publish(options: PublishOptions): Promise<Publication> {
  const { pacts: folder, version, branch, tags = [], buildUrl } = options;
  const files = await readPacts(folder, what);
  refuseDoubles(files);
  const comma = tags.find((tag) => tag.includes(','));
  if (comma !== undefined) throw new Error(`Failed to ${what}: the tag "${comma}" has a comma. Choose another name.`);
  const args = [
    'publish',
    ...files.map(({ path }) => path),
    `--consumer-app-version=${version}`,
    ...(branch === undefined ? [] : [`--branch=${branch}`]),
    ...(tags.length === 0 ? [] : [`--tag=${tags.join(',')}`]),
    ...(buildUrl === undefined ? [] : [`--build-url=${buildUrl}`]),
  ];
  const end = await runPactBroker(args, { ...options, what });
  const pacts = files.map(({ pact }) => ({ consumer: pact.consumer.name, provider: pact.provider.name }));
  if (end.code === 0) return { version, pacts };
  const { reason, advice } = failureOf(end, options.brokerUrl);
  throw new Error(`Failed to ${what}: ${reason}${already(end.stdout, files.length)}. ${advice}`);
}

/** The broker would keep only one of two pacts between the same parties. */
function refuseDoubles(files: readonly PactFile[]): void {
  const seen = new Map<string, string>();
  for (const { path, pact } of files) {
    const between = `${pact.consumer.name} and ${pact.provider.name}`;
    const other = seen.get(between);
    if (other !== undefined) {
      throw new Error(`Failed to ${what}: ${other} and ${path} are both between ${between}. Remove one of them.`);
    }
    seen.set(between, path);
  }
}

/** The tool publishes one pact after the other and ends at the first that is refused. */
function already(output: string, all: number): string {
  const published = output.split('Pact published successfully').length - 1;
  return published === 0 ? '' : `; ${published} of ${all} pacts were published before`;
}
