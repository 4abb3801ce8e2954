import {
  type CheckResult,
  type FaultPlan,
  type History,
  insideKinds,
  type ScenarioReport,
} from '../../contracts/trace/index.ts';
import { NotOffered } from '../../simulators/stage/adapters/faults.ts';
import { hash32 } from '../../simulators/stage/chance.ts';
import { TooLong } from '../../simulators/stage/real-scheduler.ts';
import type { Stage, TargetLane } from '../../simulators/stage/targets.ts';
import { Stuck } from '../../simulators/stage/virtual-scheduler.ts';
import { type Check, judge } from '../checks/check.ts';
import { checks } from '../checks/index.ts';
import { relevanceTo } from '../checks/relevance.ts';
import { Aliases } from './aliases.ts';
import type { ActiveMutant } from './mutants.ts';
import { observe } from './observe.ts';
import { isPromised, lacksOf, notPromised, type Promises } from './promised.ts';
import type { Scenario } from './scenario.ts';
import { tellStory } from './story.ts';
import { decide, withRefusal } from './verdict.ts';
import { NotProvisioned, World } from './world.ts';

export { meets, unmetReason } from './promised.ts';

export interface PlayOptions extends Promises {
  /** Seed of the run; the scenario's own is derived from it and its id. */
  seed: number;
  mutant: ActiveMutant | null;
  target: string;
  /** Flags of the command that choose the target again. Default: `--target` with its name. */
  targetFlags?: string;
  /** The target's inside is not that which the plans are made for: where a fault finds no place there, nothing is said. */
  foreign?: boolean;
  /** Milliseconds of real time. */
  timeout: number;
  /** Gives the play up, as if there was no time left for it. */
  giveUp?: AbortSignal;
  /** Choices of an earlier play, to release everything in its order. */
  follow?: readonly string[];
}

export interface Played {
  report: ScenarioReport;
  history: History;
  choices: readonly string[];
  /** true where it was given up before its end: what it shows is no verdict. */
  givenUp?: boolean;
}

/** Plays one scenario on one lane and judges it. Knows no test framework. */
export async function play(scenario: Scenario, lane: TargetLane, options: PlayOptions): Promise<Played> {
  const begin = performance.now();
  const seed = hash32(options.seed, scenario.id);
  const history = (): History => stage.network.recorder.history;
  const stage: Stage = await lane.raise({
    seed,
    plan: scenario.plan,
    mutant: options.mutant?.side === 'control-plane' ? options.mutant.id : null,
    ...(options.follow ? { follow: options.follow } : {}),
    nameOf: (alias) => new Aliases(history()).rawOf(alias),
  });
  const end = await perform(scenario, stage, lane.adminToken, seed, options);
  const duration = performance.now() - begin;
  const { network } = stage;
  if (end.status === 'given up')
    return {
      report: skipped(scenario, options, 'It was given up.', duration),
      history: [],
      choices: [],
      givenUp: true,
    };
  if (end.status === 'skipped')
    return { report: skipped(scenario, options, end.reason, duration), history: history(), choices: [] };
  const applicable = checks.filter((entry) => isPromised(entry, options));
  const named = new Set<string>(scenario.checks);
  const isRelevant = relevanceTo(history());
  const isJudged = (entry: Check) => named.has(entry.id) || isRelevant(entry);
  const results = [
    ...withRefusal(judge(history(), applicable.filter(isJudged), named), history()),
    ...judge(
      [],
      applicable.filter((entry) => !isJudged(entry)),
      named,
    ),
    ...checks.filter((entry) => !applicable.includes(entry)).map((entry) => notPromised(entry, options)),
  ];
  const fired = network.faults.fired;
  const unfired = scenario.plan.flatMap(({ where, fault }, entry) =>
    fired.includes(entry) ? [] : [`${fault.kind} at ${JSON.stringify(where)}`],
  );
  let aliases: Aliases | undefined;
  const shorten = (text: string) => {
    aliases ??= new Aliases(history());
    return aliases.shorten(text);
  };
  const error = end.reason === null ? null : shorten(end.reason);
  const verdict = decide({ error, unfired: error ? [] : unfired, checks: results });
  const placeless =
    options.foreign && !error && !results.some(isBroken) ? withoutPlace(scenario.plan, fired) : undefined;
  if (placeless !== undefined)
    return { report: skipped(scenario, options, placeless, duration), history: history(), choices: [] };
  const broken = results.filter(({ status }) => status === 'failed').flatMap(({ events }) => events);
  const inPart = lacksOf(
    checks.filter(({ id }) => named.has(id)),
    options,
  );
  const report: ScenarioReport = {
    ...base(scenario, options),
    ...verdict,
    ...(inPart.length > 0 ? { inPart } : {}),
    duration,
    // What was found may name ids; what is promised does not.
    checks: results.map((result) =>
      result.status === 'failed' || result.status === 'inconclusive'
        ? { ...result, message: shorten(result.message) }
        : result,
    ),
    faultsFired: fired,
    events: history().length,
    story: verdict.status === 'failed' ? tellStory(history(), broken.length > 0 ? broken : lastEvents(history())) : [],
  };
  return { report, history: history(), choices: network.scheduler.choices };
}

/** Has a check found something? One that had nothing to judge has not. */
const isBroken = ({ status, level, judged }: CheckResult) => status === 'failed' && level === 'MUST' && judged > 0;

/** The fault inside that a foreign target had no place for; undefined where all of them have fired. */
function withoutPlace(plan: FaultPlan, fired: readonly number[]): string | undefined {
  const left = plan.find(({ fault }, entry) => insideKinds.has(fault.kind) && !fired.includes(entry));
  if (!left) return undefined;
  const { actor = 'anybody', operation, frame } = left.where;
  return `the target has no place for ${left.fault.kind} at ${operation ?? frame ?? 'anything'} by ${actor}`;
}

/** What a failure shows that no check explains: how far it came. */
function lastEvents(history: History): number[] {
  const seen = history.findIndex((event) => event.kind === 'phase' && event.phase === 'observe');
  const played = seen < 0 ? history : history.slice(0, seen);
  const left = new Set(['gate', 'outcome', 'log']);
  const told = played.filter(({ kind, actor }) => !left.has(kind) && actor !== 'observer');
  return told.slice(-8).map(({ index }) => index);
}

type End = { status: 'played'; reason: string | null } | { status: 'skipped'; reason: string } | { status: 'given up' };

async function perform(
  scenario: Scenario,
  stage: Stage,
  adminToken: string,
  seed: number,
  options: PlayOptions,
): Promise<End> {
  const { network } = stage;
  let timer: NodeJS.Timeout | undefined;
  let world: World | undefined;
  let how: 'ended' | 'given up' = 'ended';
  const left = new AbortController();
  const playing = async (): Promise<void> => {
    world = await World.make({ network, seed, adminToken, givenUp: left.signal, ...rulesOf(options.mutant) });
    network.recorder.record('phase', { actor: 'harness', phase: 'play' });
    await scenario.play(world);
  };
  const observing = async ({ projectId, userToken: token }: World): Promise<void> => {
    await network.scheduler.settle();
    network.recorder.cause = undefined;
    network.recorder.record('phase', { actor: 'harness', phase: 'observe' });
    await observe(network, { projectId, token, seed });
    network.recorder.record('phase', { actor: 'harness', phase: 'end' });
  };
  const { giveUp } = options;
  const over = Promise.withResolvers<never>();
  const stop = (reason: string) => {
    how = 'given up';
    over.reject(new Error(reason));
    left.abort();
  };
  // It may be over before anybody waits for it.
  over.promise.catch(() => {});
  const timeout = over.promise;
  timer = setTimeout(() => stop(`It did not end within ${options.timeout / 1000} s of real time.`), options.timeout);
  const onGiveUp = () => stop('It was given up.');
  if (giveUp?.aborted) onGiveUp();
  giveUp?.addEventListener('abort', onGiveUp);
  try {
    const stuck = await Promise.race([network.scheduler.play(playing()).then(() => null, asStuck), timeout]);
    // What nobody hears of is still there to be seen: the checks, not the standstill, say what is wrong.
    if (world && network.inside) network.inside.gated = false;
    if (world) await Promise.race([network.scheduler.play(observing(world)), timeout]);
    return { status: 'played', reason: stuck };
  } catch (error) {
    if (error instanceof NotProvisioned && !world) throw error;
    if (giveUp?.aborted) return { status: 'given up' };
    if (error instanceof TooLong || error instanceof NotOffered) return { status: 'skipped', reason: error.message };
    return { status: 'played', reason: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
    giveUp?.removeEventListener('abort', onGiveUp);
    await world?.end();
    await stage.clear(how);
  }
}

/** Why a play stands still; anything else ends it. */
function asStuck(error: unknown): string {
  if (error instanceof Stuck) return error.message;
  throw error;
}

function rulesOf(mutant: ActiveMutant | null) {
  if (mutant?.side === 'vm-agent') return { vmAgentRules: mutant.rules };
  if (mutant?.side === 'frontend') return { frontendRules: mutant.rules };
  if (mutant?.side === 'daemon') return { daemonRules: mutant.rules };
  return {};
}

function base(scenario: Scenario, options: PlayOptions) {
  const { id, title, family, requirements, plan } = scenario;
  const flags = [
    options.targetFlags ?? (options.target === 'embedded' ? '' : ` --target ${options.target}`),
    ` --seed ${options.seed}`,
    options.mutant ? ` --mutant ${options.mutant.id}` : '',
  ].join('');
  return {
    id,
    title,
    family,
    requirements: [...requirements],
    seed: options.seed,
    faultPlan: plan,
    trace: null,
    reproduce: `npx rehearse run ${id}${flags}`,
  };
}

export function skipped(scenario: Scenario, options: PlayOptions, reason: string, duration = 0): ScenarioReport {
  return {
    ...base(scenario, options),
    status: 'skipped',
    reason,
    duration,
    checks: [],
    faultsFired: [],
    events: 0,
    story: [],
  };
}
