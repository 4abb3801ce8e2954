import type { Command } from 'commander';
import { readBrokerAccess } from '../../contracts/provider/broker/access.ts';
import { canIDeploy, type Deployability, type WhichVersion } from '../../contracts/provider/broker/can-i-deploy.ts';
import { safeLines } from '../../reports/text.ts';
import { type Door, type ExitCode, Failure } from '../io.ts';
import { asJson, table } from '../table.ts';

interface CanIDeployFlags {
  brokerUrl?: string;
  pacticipant: string;
  version?: string;
  branch?: string;
  latest?: true;
  toEnvironment?: string;
  json?: true;
}

/** `rehearse contracts can-i-deploy`: have the versions that would meet verified each other? */
export function addCanIDeploy(contracts: Command, door: Door): void {
  contracts
    .command('can-i-deploy')
    .description('Ask a Pact Broker whether a version gets on with those it would meet')
    .option('--broker-url <url>', 'Pact Broker (default: PACT_BROKER_BASE_URL)')
    .requiredOption('--pacticipant <name>', 'consumer or provider, such as session-api')
    .option('--version <version>', 'version of it')
    .option('--branch <branch>', 'instead: its newest version of this branch')
    .option('--latest', 'instead: its newest version')
    .option('--to-environment <name>', 'where it would run (default: with the newest versions of the others)')
    .option('--json', 'print the answer as JSON')
    .addHelpText(
      'after',
      `
Credentials come from PACT_BROKER_TOKEN, or from PACT_BROKER_USERNAME and PACT_BROKER_PASSWORD.

Examples:
  rehearse contracts can-i-deploy --pacticipant vm-agent --version 4f2c1a9 --to-environment production
  rehearse contracts can-i-deploy --pacticipant session-api --branch main --json

Exit code: 0 it can, 1 it cannot or a verification is missing, 2 could not ask.`,
    )
    .action(async (flags: CanIDeployFlags) => door.exit(await ask(door, flags)));
}

const what = 'ask whether it can be deployed';

async function ask({ io }: Door, flags: CanIDeployFlags): Promise<ExitCode> {
  const { pacticipant, toEnvironment } = flags;
  const which = whichVersion(flags);
  const access = readBrokerAccess(what, flags.brokerUrl, io.env);
  const answer = await canIDeploy({ ...access, pacticipant, which, toEnvironment, env: io.env, signal: io.signal });
  io.stdout.write(flags.json ? asJson({ pacticipant, ...answer }) : told(pacticipant, answer));
  return answer.deployable === true ? 0 : 1;
}

function whichVersion({ version, branch, latest }: CanIDeployFlags): WhichVersion {
  const given: WhichVersion[] = [
    ...(version === undefined ? [] : [{ version }]),
    ...(branch === undefined ? [] : [{ branch }]),
    ...(latest === undefined ? [] : [{ latest }]),
  ];
  const [which] = given;
  if (which !== undefined && given.length === 1) return which;
  const reason = which === undefined ? 'no version is named' : 'more than one version is named';
  throw new Failure(what, reason, 'Give one of --version, --branch and --latest.');
}

function told(pacticipant: string, { deployable, reason, matrix }: Deployability): string {
  const rows = matrix.map(({ consumer, consumerVersion, provider, providerVersion, result }) => [
    consumer,
    consumerVersion,
    provider,
    providerVersion ?? 'none',
    result,
  ]);
  const shown = table([['Consumer', 'Version', 'Provider', 'Version', 'Result'], ...rows]);
  return [
    ...(rows.length === 0 ? [] : [...shown, '']),
    verdictOf(pacticipant, deployable),
    ...safeLines(reason),
    '',
  ].join('\n');
}

function verdictOf(pacticipant: string, deployable: boolean | null): string {
  if (deployable === null) return `It is unknown whether ${pacticipant} can be deployed: a verification is missing`;
  return deployable ? `${pacticipant} can be deployed` : `${pacticipant} cannot be deployed`;
}
