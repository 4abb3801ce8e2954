import { resolve } from 'node:path';
import type { Command } from 'commander';
import { readBrokerAccess } from '../../contracts/provider/broker/access.ts';
import { publish } from '../../contracts/provider/broker/publish.ts';
import { pactFolder } from '../../contracts/provider/pact-files.ts';
import type { Door, ExitCode } from '../io.ts';
import { table } from '../table.ts';

interface PublishFlags {
  brokerUrl?: string;
  version: string;
  branch?: string;
  tag?: string[];
  buildUrl?: string;
  pacts?: string;
}

/** `rehearse contracts publish`: gives the pacts to a Pact Broker. */
export function addPublish(contracts: Command, door: Door): void {
  // The program has a `--version` too; after the name of a verb it is the verb's.
  contracts.parent?.enablePositionalOptions();
  contracts
    .command('publish')
    .description('Publish pacts to a Pact Broker')
    .option('--broker-url <url>', 'Pact Broker (default: PACT_BROKER_BASE_URL)')
    .requiredOption('--version <version>', 'version of the consumers, such as the commit')
    .option('--branch <branch>', 'branch of the consumers')
    .option('--tag <tags...>', 'tags of the version')
    .option('--build-url <url>', 'build that made the pacts')
    .option('--pacts <folder>', 'folder of the pacts (default: those of the simulators)')
    .addHelpText(
      'after',
      `
Credentials come from PACT_BROKER_TOKEN, or from PACT_BROKER_USERNAME and PACT_BROKER_PASSWORD.

Examples:
  rehearse contracts publish --broker-url https://broker.example --version 4f2c1a9 --branch main
  rehearse contracts publish --version 4f2c1a9 --tag nightly --pacts build/pacts

Exit code: 0 published, 2 could not publish.`,
    )
    .action(async (flags: PublishFlags) => door.exit(await publishPacts(door, flags)));
}

async function publishPacts({ io }: Door, flags: PublishFlags): Promise<ExitCode> {
  const { version, branch, tag: tags, buildUrl } = flags;
  const access = readBrokerAccess('publish the pacts', flags.brokerUrl, io.env);
  const { pacts } = await publish({
    ...access,
    pacts: flags.pacts === undefined ? pactFolder : resolve(io.cwd, flags.pacts),
    version,
    branch,
    tags,
    buildUrl,
    env: io.env,
    signal: io.signal,
  });
  const rows = table([['Consumer', 'Provider'], ...pacts.map(({ consumer, provider }) => [consumer, provider])]);
  const count = pacts.length === 1 ? '1 pact' : `${pacts.length} pacts`;
  io.stdout.write(`${rows.join('\n')}\n\n${count} of version ${version} published to ${access.brokerUrl}\n`);
  return 0;
}
