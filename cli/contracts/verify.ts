import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import type { Verification, VerifyOptions } from '../../contracts/provider/verify/index.ts';
import { loadConfig } from '../config-file.ts';
import { type Door, type ExitCode, Failure } from '../io.ts';
import { makeFolder, shownIn } from '../out-folder.ts';
import { planOutput } from '../output-plan.ts';
import { settle } from '../settings.ts';
import { readVerifyFlags, type VerifyFlags } from './verify-flags.ts';

/** `rehearse contracts verify`: does a provider keep what the pacts promise? */
export function addVerify(contracts: Command, door: Door): void {
  contracts
    .command('verify')
    .description('Verify a provider against pacts: its answers and its frames')
    .option('--provider-url <url>', 'the provider (default: the embedded control plane)')
    .option('--states-url <url>', 'where its provider states are asked for')
    .option('--pacts <folder>', 'folder of the pacts (default: those of the simulators)')
    .option('--consumer <names...>', 'only pacts of these consumers')
    .option('--capability <names...>', 'only what needs no others: tasks, messages, events, live, phases, …')
    .option('--interaction <description>', 'only interactions with this description, in full')
    .option('--state <states...>', 'only those with exactly these states')
    .option('--frame-timeout <ms>', 'time that a frame may take to come (default: 5000)')
    .option('--broker-url <url>', 'take the pacts from this Pact Broker (default: PACT_BROKER_BASE_URL)')
    .option('--broker-token <token>', 'token for it; better given in PACT_BROKER_TOKEN')
    .option(
      '--selector <json...>',
      'selectors of consumer versions (default: {"mainBranch":true} {"deployedOrReleased":true})',
    )
    .option('--enable-pending', 'let pacts that were never verified fail without failing')
    .option('--include-wip-pacts-since <date>', 'verify pacts in progress since then too, as pending ones')
    .option('--publish', 'tell the broker the results')
    .option('--provider-version <version>', 'version of the provider, such as the commit; needed to publish')
    .option('--provider-branch <branch>', 'branch of the provider')
    .option('--build-url <url>', 'build that verifies, published with the results')
    .option('--reporter <names>', 'terminal, json, junit, markdown; a list, or given again', collect)
    .option('--json', 'print verification.json on stdout')
    .option('--out <folder>', 'where the reports go (default: rehearsal-out)')
    .addHelpText(
      'after',
      `
Examples:
  rehearse contracts verify
  rehearse contracts verify --provider-url http://127.0.0.1:8787 --states-url http://127.0.0.1:8788/states
  rehearse contracts verify --provider-url http://127.0.0.1:8787 --consumer vm-agent --reporter terminal,junit
  rehearse contracts verify --broker-url https://broker.example --selector '{"mainBranch":true}' --publish --provider-version 4f2c1a9

Credentials of a broker come from PACT_BROKER_TOKEN, or from PACT_BROKER_USERNAME and PACT_BROKER_PASSWORD.

Exit code: 0 all verified, 1 something failed, 2 could not verify.`,
    )
    .action(async (flags: VerifyFlags) => door.exit(await verifyProvider(door, flags)));
}

async function verifyProvider({ io }: Door, flags: VerifyFlags): Promise<ExitCode> {
  if (flags.reporter?.includes('github')) {
    const advice = 'Give terminal, json, junit or markdown.';
    throw new Failure('verify', '--reporter github is for runs, not for verifications', advice);
  }
  const { reporter: asked, out: chosen } = settle('verify', ['reporter', 'out'], {
    flags: { ...flags },
    config: await loadConfig(io.cwd),
    env: io.env,
  });
  // A configuration may name it for the runs.
  const reporters = asked?.filter((name) => name !== 'github') ?? [];
  const reporter = reporters.length > 0 ? reporters : undefined;
  const plan = planOutput({ what: 'verify', reporter, chosen, flags, env: io.env });
  const { providerUrl, ...rest } = readVerifyFlags(flags, io);
  const out = resolve(io.cwd, chosen ?? 'rehearsal-out');
  await makeFolder('verify', out);
  // What an earlier verification left there would be taken for this one's, should it come to no end.
  await Promise.all(['json', 'xml', 'md'].map((kind) => rm(join(out, `verification.${kind}`), { force: true })));
  const verification = await onProvider(providerUrl, { ...rest, signal: io.signal });
  const { colourFor } = await import('../../reports/index.ts');
  const { writeVerification } = await import('../../reports/verification/index.ts');
  await writeVerification(verification, {
    stdout: io.stdout,
    colour: colourFor(io.stdout, io.env),
    printed: plan.stdout,
    files: plan.files,
    out,
    folderShown: shownIn(io.cwd, out),
  });
  return verification.totals.failed > 0 ? 1 : 0;
}

/** Verifies the provider at a URL, or the embedded control plane where there is none. */
async function onProvider(
  providerUrl: string | undefined,
  options: Omit<VerifyOptions, 'providerUrl'>,
): Promise<Verification> {
  const { verify } = await import('../../contracts/provider/verify/index.ts');
  if (providerUrl !== undefined) return verify({ ...options, providerUrl });
  const { serveProvider } = await import('../../simulators/stage/contracts/index.ts');
  const provider = await serveProvider();
  try {
    return await verify({ ...options, providerUrl: provider.url, statesUrl: provider.statesUrl });
  } finally {
    await provider.stop();
  }
}

function collect(value: string, before: string[] = []): string[] {
  return [...before, ...value.split(',')];
}
