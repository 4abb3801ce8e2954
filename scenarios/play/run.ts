import { availableParallelism } from 'node:os';
import { relative } from 'node:path';
import { request } from 'undici';
import { pactFolder } from '../../contracts/provider/pact-files.ts';
import type { ContractCoverage, RunReport, ScenarioReport } from '../../contracts/trace/index.ts';
import { totalsOf } from '../../contracts/trace/index.ts';
import { operations } from '../../contracts/wire/index.ts';
import { adapterTarget } from '../../simulators/stage/adapters/target.ts';
import { parseBody } from '../../simulators/stage/bytes.ts';
import { embeddedTarget, type Target, type TargetLane, urlTarget } from '../../simulators/stage/targets.ts';
import { checks } from '../checks/index.ts';
import { isAbout } from '../checks/relevance.ts';
import { resolveAdapter } from './adapters.ts';
import { Aliases } from './aliases.ts';
import { applyBaseline } from './baseline.ts';
import { loadCatalogue, select, shardOf } from './catalogue.ts';
import { coverageOf } from './coverage.ts';
import { addExchanges } from './exchanges.ts';
import { type ActiveMutant, mutants } from './mutants.ts';
import { readInteractions } from './pact-interactions.ts';
import { meets, type Played, type PlayOptions, play, skipped } from './play.ts';
import { type Offer, reasonToSkip } from './reason-to-skip.ts';
import { rejectionsOf } from './rejections.ts';
import { CannotRun, type RunOptions } from './run-types.ts';
import type { Scenario } from './scenario.ts';
import { version } from './version.ts';
import { workerTargetOf } from './worker-target.ts';
import { writeTrace } from './write-trace.ts';

/** Plays scenarios side by side on the lanes of a target, and reports. Traces go to `options.out`. */
export async function run(options: RunOptions): Promise<RunReport> {
  const begin = performance.now();
  const deadline = options.deadline === undefined ? undefined : AbortSignal.timeout(options.deadline * 1000);
  const target = await targetOf(options);
  const selected = select(await loadCatalogue(options.scenarios), options.select);
  // Of fewer scenarios than shards some shards have none: they say so in their reports.
  const queue = shardOf(selected, options.shard).toSorted((a, b) => turnOf(a) - turnOf(b));
  if (selected.length === 0)
    throw new CannotRun('Failed to run: no scenario is selected. See them with `rehearse list`.');
  const mutant = mutantOf(options.mutant, target);
  const interactions = await readInteractions(options.pacts ?? pactFolder);
  const offer = await offerOf(target).catch(async (error: unknown) => {
    await target.close?.();
    throw error;
  });
  const playing: PlayOptions = {
    seed: options.seed ?? 1,
    mutant,
    target: target.name,
    guarantees: offer.guarantees,
    ...(target.adapter ? { unmet: target.adapter.unmet } : {}),
    ...(target.flags === undefined ? {} : { targetFlags: target.flags }),
    ...(target.foreign ? { foreign: true } : {}),
    timeout: options.timeout ?? 60_000,
    ...(deadline ? { giveUp: deadline } : {}),
  };
  const done: ScenarioReport[] = [];
  const exchanged = new Set<string>();
  const total = queue.length;
  const ended: { reason: string | null } = { reason: null };
  const lanes = Math.min(target.lanes, queue.length);
  options.progress?.({ type: 'begin', total, target: target.name, lanes, seed: playing.seed });

  const finish = async (outcome: Played) => {
    const played = { ...outcome, report: applyBaseline(outcome.report, options.baseline ?? [], options.baselineFile) };
    if (played.report.status !== 'skipped') addExchanges(played.history, exchanged);
    const { seed, target: name } = playing;
    const scenario = options.out
      ? await writeTrace(options.out, played, { seed, target: name, mutant: mutant?.id ?? null })
      : played.report;
    done.push(scenario);
    options.progress?.({ type: 'finished', scenario, done: done.length, total });
  };
  const work = async () => {
    let lane: TargetLane | undefined;
    try {
      for (let next = queue.shift(); next; next = queue.shift()) {
        if (options.signal?.aborted) ended.reason ??= 'It was interrupted.';
        if (deadline?.aborted) ended.reason ??= lateness(options);
        if (ended.reason) return;
        const reason = reasonToSkip(next, target, offer);
        if (reason) {
          await finish({ report: skipped(next, playing, reason), history: [], choices: [] });
          continue;
        }
        lane ??= await target.lane();
        const played = await playGuarded(next, lane, playing);
        if (played.givenUp) {
          ended.reason ??= lateness(options);
          return;
        }
        if (await isLost(target, played)) {
          ended.reason ??= `The target ${target.name} was lost while ${next.id} was played.`;
          return;
        }
        await finish(played);
      }
    } catch (error) {
      ended.reason ??= `${error instanceof Error ? error.message.replace(/\.$/, '') : String(error)}.`;
    } finally {
      await lane?.stop();
    }
  };
  await Promise.all(Array.from({ length: lanes }, work));
  await target.close?.();
  const report = reportOf(done, {
    options: playing,
    offer,
    duration: performance.now() - begin,
    reason: ended.reason,
    select: options.select,
    shard: options.shard,
    coverage: coverageOf(exchanged, interactions),
  });
  if (ended.reason) throw new CannotRun(`Failed to finish the run: ${ended.reason} What ran is reported.`, report);
  return report;
}

/** Large ones come first, so that nobody waits for them in the end; those that kill the process last: a new one is slow. */
function turnOf({ size, faults = [] }: Scenario): number {
  if (size === 'large') return 0;
  return faults.some(({ fault }) => fault.kind === 'process-killed') ? 2 : 1;
}

/** A rejection that nobody handles fails the scenario it comes from, not the process. */
export async function playGuarded(scenario: Scenario, lane: TargetLane, options: PlayOptions): Promise<Played> {
  const { result: played, rejections } = await rejectionsOf(() => play(scenario, lane, options));
  const first = rejections[0];
  if (first === undefined) return played;
  const reason = `A promise was rejected and nobody handled it: ${first instanceof Error ? first.message : String(first)}`;
  const shown = new Aliases(played.history).shorten(reason);
  return { ...played, report: { ...played.report, status: 'failed', reason: shown } };
}

function lateness({ deadline }: RunOptions): string {
  return `It did not end within its deadline of ${deadline} s.`;
}

async function targetOf(asked: RunOptions): Promise<Target> {
  const { target = 'embedded', token = '', lanes, adapter: chosen, worker } = asked;
  if (worker) return workerTargetOf(worker, asked);
  if (chosen) {
    const { adapter, options } = await resolveAdapter(chosen);
    const { from } = chosen;
    const named = typeof from === 'string' && adapter.name !== from ? relative(process.cwd(), from) : adapter.name;
    return adapterTarget(adapter, options, lanes ?? adapter.lanes, named);
  }
  // More than processors: while a lane waits for its process, another has work.
  if (target === 'embedded') return embeddedTarget(lanes ?? availableParallelism() + 2);
  return urlTarget(target.replace(/\/$/, ''), token, lanes ?? 16);
}

export function mutantOf(id: string | undefined, target: Target): ActiveMutant | null {
  if (id === undefined) return null;
  const mutant = mutants.find((entry) => entry.id === id);
  if (!mutant)
    throw new CannotRun(
      `Failed to switch on the mutant "${id}": there is none of that name. See them with \`rehearse mutants\`.`,
    );
  if (mutant.side === 'control-plane' && (target.control === 'outside' || target.foreign)) {
    const flag = target.foreign ? '--worker' : '--target';
    throw new CannotRun(
      `Failed to switch on the mutant ${id}: it is a bug of the embedded control plane. Leave ${flag} out.`,
    );
  }
  return mutant;
}

async function describe(url: string): Promise<Offer | null> {
  try {
    const answer = await request(`${url}/v1`, { headersTimeout: 5000, bodyTimeout: 5000 });
    const body = operations.describe.answers[200].safeParse(parseBody(await answer.body.text()));
    return body.success ? body.data : { capabilities: [], guarantees: null };
  } catch {
    return null;
  }
}

async function offerOf(target: Target): Promise<Offer> {
  if (target.control === 'inside' && target.adapter) return target.adapter;
  if (target.control === 'inside' && !target.address) return { capabilities: null, guarantees: null };
  if (target.adapter) {
    if (await target.isReachable?.()) return target.adapter;
    throw new CannotRun(
      `Failed to reach the target ${target.name}: nothing answers there. Start it, or give another address.`,
    );
  }
  const offer = await describe((await target.address?.()) ?? target.name);
  if (!offer)
    throw new CannotRun(
      `Failed to reach the target ${target.name}: nothing answers there. Start it, or give another URL with --target.`,
    );
  if (offer.capabilities?.length === 0) {
    throw new CannotRun(
      `Failed to use the target ${target.name}: GET /v1 does not answer as the contract says. See describe in openapi.json.`,
    );
  }
  return offer;
}

async function isLost(target: Target, played: Played): Promise<boolean> {
  if (target.control === 'inside' || played.report.status === 'passed') return false;
  if (target.isReachable) return !(await target.isReachable());
  return (await describe(target.name)) === null;
}

export function reportOf(
  scenarios: readonly ScenarioReport[],
  about: {
    options: PlayOptions;
    offer: Offer;
    duration: number;
    reason: string | null;
    select?: readonly string[];
    shard?: string;
    coverage?: ContractCoverage;
  },
): RunReport {
  const unmet = checks
    .filter(({ needs }) => !meets(about.offer.guarantees, needs))
    .flatMap(({ requirements, needs }) =>
      requirements.map((requirement) => ({
        requirement,
        reason: `the target does not promise ${needs?.guarantee}: ${needs?.atLeast}`,
      })),
    );
  const byDesign = Object.entries(about.options.unmet ?? {}).map(([requirement, reason]) => ({ requirement, reason }));
  const { capabilities } = about.offer;
  const offered = [...unmet, ...byDesign].filter(
    ({ requirement }) => capabilities === null || isAbout(requirement, capabilities),
  );
  return {
    format: 1,
    tool: 'dress-rehearsal',
    version,
    target: about.options.target,
    mutant: about.options.mutant?.id ?? null,
    seed: about.options.seed,
    select: about.select && about.select.length > 0 ? [...about.select] : null,
    shard: about.shard ?? null,
    duration: about.duration,
    complete: about.reason === null,
    reason: about.reason,
    totals: totalsOf(scenarios),
    unmet: [...Map.groupBy(offered, ({ requirement }) => requirement)].map(([requirement, entries]) => ({
      requirement,
      reason: [...new Set(entries.map(({ reason }) => reason))].join('; '),
    })),
    scenarios: [...scenarios].sort((a, b) => (a.id < b.id ? -1 : 1)),
    ...(about.coverage ? { coverage: about.coverage } : {}),
  };
}
