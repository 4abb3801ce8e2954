import type { History, ScenarioReport } from '../../../contracts/trace/index.ts';
import { hash32 } from '../../../simulators/stage/chance.ts';
import { judge } from '../../checks/check.ts';
import { Aliases } from '../aliases.ts';
import { observe } from '../observe.ts';
import { tellStory } from '../story.ts';
import { decide, withRefusal } from '../verdict.ts';
import { checksFor } from './checks/index.ts';
import type { ClientScenario } from './definition.ts';
import { clientNetwork } from './network.ts';
import { type ClientCommand, ClientSet, Left, TimeOver } from './set.ts';

export interface ClientPlayOptions {
  command: ClientCommand;
  /** Where the control plane is. */
  url: string;
  adminToken: string;
  /** Seed of the run. */
  seed: number;
  /** How much faster than real the time of the protocol goes. */
  scale: number;
  /** Milliseconds of real time that the client has. */
  timeout: number;
  /** The command that plays it again. */
  reproduce: string;
  /** Gives it up. */
  signal?: AbortSignal | undefined;
}

export interface ClientPlayed {
  report: ScenarioReport;
  history: History;
  /** What the client has printed, without tokens. */
  output: string[];
}

/** Milliseconds of real time that a client has to leave: by itself when it is done, and when it is told to. */
const [farewell, obedience] = [500, 5000];
/** Lines that are shown of a client that broke down. */
const lastWords = 5;

/**
 * Plays one scenario with a client's process and judges the client.
 *
 * @throws the error of the system where the client cannot be started, and what goes wrong in the harness itself
 */
export async function playClient(scenario: ClientScenario, options: ClientPlayOptions): Promise<ClientPlayed> {
  const begin = performance.now();
  const { scale, url, command, adminToken } = options;
  const seed = hash32(options.seed, scenario.id);
  const client = clientNetwork({ url, plan: scenario.plan, scale });
  const { network, history } = client;
  const over = new AbortController();
  const { id, role } = scenario;
  const set = new ClientSet({
    scenario: id,
    role,
    command,
    network: client,
    seed,
    scale,
    adminToken,
    over: over.signal,
  });
  const stop = () => over.abort();
  const timer = setTimeout(stop, options.timeout);
  options.signal?.addEventListener('abort', stop, { once: true });
  let isDone = false;
  const late = new Promise<never>((_resolve, reject) => {
    over.signal.addEventListener('abort', () => reject(new TimeOver()), { once: true });
  });
  late.catch(() => {}); // It may come when nobody waits any more.
  const perform = async () => {
    try {
      network.recorder.record('phase', { actor: 'harness', phase: 'play' });
      await Promise.race([scenario.play(set), late]);
      isDone = true;
      set.tell('client-done', {});
    } catch (error) {
      if (error instanceof TimeOver) set.tell('client-late', { seconds: options.timeout / 1000 });
      else if (!(error instanceof Left)) throw error;
    }
    await sayGoodbye(set, isDone);
    network.recorder.cause = undefined;
    network.recorder.record('phase', { actor: 'harness', phase: 'observe' });
    await observe(network, { projectId: set.projectId, token: set.userToken, seed });
    network.recorder.record('phase', { actor: 'harness', phase: 'end' });
  };
  try {
    await network.scheduler.play(perform());
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', stop);
    await set.close();
    await client.stop();
  }
  const duration = performance.now() - begin;
  const output = (set.process?.lines ?? []).map((line) => hidden(line, [...set.tokens, adminToken]));
  const fired = network.faults.fired;
  return {
    report: judged(scenario, options, { history: history(), fired, duration, isDone }),
    history: history(),
    output,
  };
}

/** Lets a client that is done leave, tells it to where it stays, and writes down how it went. */
async function sayGoodbye(set: ClientSet, isDone: boolean): Promise<void> {
  const { process } = set;
  if (!process) return;
  if (isDone) await waitFor(process.ended, farewell);
  const told = await process.stop(obedience);
  const { code, signal } = await process.ended;
  const last = process.lines.slice(-lastWords).map((line) => hidden(line, set.tokens).slice(0, 200));
  set.tell('client-ended', { code, signal, told, done: isDone, last });
}

async function waitFor(work: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([work, new Promise((resolve) => (timer = setTimeout(resolve, ms)))]);
  clearTimeout(timer);
}

/** A text without tokens. */
function hidden(line: string, tokens: readonly string[]): string {
  return tokens.reduce((text, token) => text.replaceAll(token, '[token]'), line);
}

function judged(
  scenario: ClientScenario,
  options: ClientPlayOptions,
  seen: { history: History; fired: number[]; duration: number; isDone: boolean },
): ScenarioReport {
  const { history, fired } = seen;
  const { id, title, role, requirements, plan } = scenario;
  // Of a client that did not get to the end nothing special can be expected: that it did not is judged.
  const named = new Set(['client-does-its-task', ...(seen.isDone ? scenario.checks : [])]);
  const results = withRefusal(judge(history, checksFor(role), named), history);
  const unfired = plan.flatMap(({ where, fault }, entry) =>
    fired.includes(entry) ? [] : [`${fault.kind} at ${JSON.stringify(where)}`],
  );
  const aliases = new Aliases(history);
  const checks = results.map((result) =>
    result.status === 'failed' ? { ...result, message: aliases.shorten(result.message) } : result,
  );
  const verdict = decide({ error: null, unfired, checks });
  const broken = checks.filter(({ status }) => status === 'failed').flatMap(({ events }) => events);
  return {
    id,
    title,
    family: role,
    requirements: [...requirements],
    seed: options.seed,
    faultPlan: plan,
    faultsFired: fired,
    trace: null,
    reproduce: options.reproduce,
    ...verdict,
    duration: seen.duration,
    checks,
    events: history.length,
    story: verdict.status === 'failed' ? tellStory(history, broken) : [],
  };
}
