import { accessSync, constants } from 'node:fs';
import { Pool } from 'undici';
import { loadCatalogue } from '../scenarios/play/catalogue.ts';
import { play } from '../scenarios/play/play.ts';
import type { Scenario } from '../scenarios/play/scenario.ts';
import { serveControlPlane } from '../simulators/stage/embedded/serve.ts';
import { embeddedTarget, type TargetLane } from '../simulators/stage/targets.ts';
import { BareNode } from './bare-node.ts';
import { BareClient, type BareReplay } from './bare-replay.ts';
import { plainly } from './conversation.ts';
import { median, progress } from './figures.ts';

interface Group {
  scenarios: number;
  events: number;
  requests: number;
  frames: number;
  framesReceived: number;
  orders: number;
  differences: number;
  playMs: number;
  bareMs: number;
  /** `playMs` by `bareMs`. */
  ratio: number;
}

export interface ScenarioFigures {
  /** Scenarios without steps taken at once: what the budget is about. */
  plain: Group;
  /** Scenarios with steps at once: bare, they are sent one after the other, without the interleaving. */
  atOnce: Group;
  /** Middle ratio of single scenarios without steps at once. */
  medianRatio: number;
  /** The highest ratios among them. */
  worst: Record<string, number>;
  leftOut: Record<string, number>;
}

interface Compared {
  id: string;
  scenario: Scenario;
  /** Length of the history. */
  events: number;
  /** It takes steps at the same time. */
  atOnce: boolean;
  playMs: number;
  bare: BareReplay;
}

/**
 * Plays every scenario without faults and without a moved clock, checks included, and sends its requests and frames
 * bare right afterwards, to the same control plane without a stage. Those without steps at once again and again,
 * until `seconds` are over.
 */
export async function measureScenarios(seconds: number): Promise<ScenarioFigures> {
  // The lane stores where it is fast; so does the plane that is served, which stores in the system's temporary folder.
  const before = process.env.TMPDIR;
  if (isWritable('/dev/shm')) process.env.TMPDIR = '/dev/shm';
  const target = embeddedTarget(1);
  const [lane, node] = [await target.lane(), await BareNode.start()];
  const plane = await serveControlPlane({
    host: '127.0.0.1',
    port: 0,
    adminToken: lane.adminToken,
    provisioning: 'on',
  });
  // workerd closes a connection that was idle for five seconds: none is used after so long.
  const pool = new Pool(plane.url, { connections: 16, pipelining: 1, keepAliveTimeout: 1000 });
  try {
    return await compareAll(lane, () => new BareClient(pool, plane.url, node), seconds);
  } finally {
    await pool.destroy();
    await Promise.all([plane.stop(), lane.stop(), node.close()]);
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
}

async function compareAll(lane: TargetLane, client: () => BareClient, seconds: number): Promise<ScenarioFigures> {
  const best = new Map<string, Compared>();
  const leftOut = { faults: 0, clockMoved: 0, notPassed: 0, notRepeatable: 0, noTimeLeft: 0 };
  const catalogue = await loadCatalogue();
  const candidates = catalogue.filter(({ plan }) => plan.length === 0);
  leftOut.faults = catalogue.length - candidates.length;
  // Once without being counted, so that both ways are warm.
  const [first] = candidates;
  if (first) await compare(first, lane, client);
  const end = performance.now() + seconds * 1000;
  for (const scenario of candidates) {
    const result = performance.now() < end ? await compare(scenario, lane, client) : 'noTimeLeft';
    if (typeof result === 'string') leftOut[result] += 1;
    else best.set(scenario.id, result);
  }
  // The shortest time of several says most: what disturbs only ever adds.
  let rounds = 1;
  while (performance.now() < end && best.size > 0) {
    for (const { id, atOnce, scenario } of [...best.values()]) {
      if (atOnce || performance.now() > end) continue;
      const result = await compare(scenario, lane, client);
      if (typeof result !== 'string') best.set(id, better(result, best.get(id) ?? result));
    }
    rounds += 1;
  }
  progress(`scenarios: ${best.size} played and sent bare, those without steps at once up to ${rounds} times`);
  return figuresOf([...best.values()], leftOut);
}

function better(one: Compared, other: Compared): Compared {
  const bare = one.bare.ms < other.bare.ms ? one.bare : other.bare;
  return { ...one, playMs: Math.min(one.playMs, other.playMs), bare };
}

function figuresOf(compared: Compared[], leftOut: Record<string, number>): ScenarioFigures {
  const plain = compared.filter(({ atOnce }) => !atOnce);
  const ratios = plain.map(({ id, playMs, bare }) => ({ id, ratio: playMs / bare.ms }));
  ratios.sort((a, b) => b.ratio - a.ratio);
  return {
    plain: groupOf(plain),
    atOnce: groupOf(compared.filter(({ atOnce }) => atOnce)),
    medianRatio: median(ratios.map(({ ratio }) => ratio)),
    worst: Object.fromEntries(ratios.slice(0, 5).map(({ id, ratio }) => [id, ratio])),
    leftOut,
  };
}

async function compare(
  scenario: Scenario,
  lane: TargetLane,
  client: () => BareClient,
): Promise<Compared | 'clockMoved' | 'notPassed' | 'notRepeatable'> {
  const begin = performance.now();
  const { report, history } = await play(scenario, lane, plainly);
  const playMs = performance.now() - begin;
  if (report.status !== 'passed') return 'notPassed';
  if (history.some(({ kind }) => kind === 'advance')) return 'clockMoved';
  try {
    const atOnce = history.some(({ kind }) => kind === 'at-once');
    const bare = await client().replay(history);
    return { id: scenario.id, scenario, events: history.length, atOnce, playMs, bare };
  } catch (error) {
    progress(`scenarios: ${scenario.id} cannot be repeated bare: ${String(error).slice(0, 100)}`);
    return 'notRepeatable';
  }
}

function groupOf(compared: readonly Compared[]): Group {
  const sum = (of: (one: Compared) => number) => compared.reduce((total, one) => total + of(one), 0);
  const playMs = sum((one) => one.playMs);
  const bareMs = sum(({ bare }) => bare.ms);
  return {
    scenarios: compared.length,
    events: sum(({ events }) => events),
    requests: sum(({ bare }) => bare.requests),
    frames: sum(({ bare }) => bare.frames),
    framesReceived: sum(({ bare }) => bare.framesReceived),
    orders: sum(({ bare }) => bare.orders),
    differences: sum(({ bare }) => bare.differences),
    playMs,
    bareMs,
    ratio: playMs / bareMs,
  };
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
