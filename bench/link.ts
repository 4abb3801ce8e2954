import { Pool } from 'undici';
import { WebSocket } from 'ws';
import { route } from '../contracts/wire/route.ts';
import type { Link } from '../simulators/ports.ts';
import { RecordedLink } from '../simulators/stage/link.ts';
import { type Stage, type TargetLane, urlTarget } from '../simulators/stage/targets.ts';
import { shownSession, startEcho } from './echo-server.ts';
import { median, progress } from './figures.ts';

interface Speed {
  /** Under way at the same time. */
  atATime: number;
  /** A second, through a recorded link. */
  recorded: number;
  /** A second, bare. */
  bare: number;
  /** `recorded` by `bare`. */
  ratio: number;
}

export interface LinkFigures {
  requests: Speed[];
  frames: Speed[];
  /** Events recorded, and messages that were found not to be as the contract says. */
  recorded: { events: number; violations: number };
}

/** Milliseconds of one measurement. */
const period = 150;
const rounds = 5;
const call = { projectId: shownSession.projectId, sessionId: shownSession.sessionId };
const token = 'tok_of_the_bench';

/** Does `n` things at once, each again and again until the time is over, and answers how many a second. */
type Loop = (n: number) => Promise<number>;

/** Requests and frames through a recorded link on real time, beside the same without one; server in this process. */
export async function measureLink(): Promise<LinkFigures> {
  const echo = await startEcho();
  const target = urlTarget(echo.url, token, 1);
  const lane = await target.lane();
  const pool = new Pool(echo.url, { connections: 256, pipelining: 1 });
  const recorded = { events: 0, violations: 0 };
  const onStage =
    (loop: (link: Link, n: number) => Promise<number>): Loop =>
    async (n) => {
      const stage = await raise(lane);
      const speed = await loop(new RecordedLink(stage.network, 'frontend'), n);
      await stage.clear('ended');
      const { history } = stage.network.recorder;
      recorded.events += history.length;
      recorded.violations += history.filter(({ kind }) => kind === 'violation').length;
      return speed;
    };
  try {
    const requests: Speed[] = [];
    const frames: Speed[] = [];
    for (const n of [1, 32]) {
      requests.push(await compare(n, onStage(recordedRequests), (many) => bareRequests(pool, many)));
      frames.push(await compare(n, onStage(recordedFrames), (many) => bareFrames(echo.url, many)));
    }
    progress(`link: ${recorded.events} events recorded`);
    return { requests, frames, recorded };
  } finally {
    await pool.destroy();
    await lane.stop();
    await echo.close();
  }
}

function raise(lane: TargetLane): Promise<Stage> {
  return lane.raise({ seed: 1, plan: [], mutant: null, nameOf: (alias) => alias });
}

async function compare(atATime: number, recorded: Loop, bare: Loop): Promise<Speed> {
  // In turns, so that a slow moment of the machine is shared; the first turn only warms up.
  const speeds = { recorded: [] as number[], bare: [] as number[] };
  for (let round = 0; round <= rounds; round += 1) {
    const [one, other] = [await bare(atATime), await recorded(atATime)];
    if (round === 0) continue;
    speeds.bare.push(one);
    speeds.recorded.push(other);
  }
  const ratio = median(speeds.recorded.map((speed, round) => speed / (speeds.bare[round] ?? Number.NaN)));
  return { atATime, recorded: median(speeds.recorded), bare: median(speeds.bare), ratio };
}

/** Repeats `once` in `n` lines. */
async function repeat(n: number, once: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  const end = begin + period;
  let done = 0;
  const line = async () => {
    while (performance.now() < end) {
      await once();
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: n }, line));
  return (done / (performance.now() - begin)) * 1000;
}

function recordedRequests(link: Link, n: number): Promise<number> {
  return repeat(n, () => link.request({ operation: 'getSession', params: call, token }));
}

function bareRequests(pool: Pool, n: number): Promise<number> {
  return repeat(n, async () => {
    const { path } = route('getSession', call);
    const answer = await pool.request({ method: 'GET', path, headers: { authorization: `Bearer ${token}` } });
    await answer.body.json();
  });
}

/** Answers to pings: each calls the line that waits longest. */
class Pongs {
  readonly #waiting: (() => void)[] = [];

  arrived(): void {
    this.#waiting.shift()?.();
  }

  next(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}

async function recordedFrames(link: Link, n: number): Promise<number> {
  const pongs = new Pongs();
  const opening = Promise.withResolvers<void>();
  const socket = link.connect(
    { operation: 'events', params: { projectId: call.projectId }, token },
    { open: opening.resolve, frame: () => pongs.arrived(), close() {} },
  );
  await opening.promise;
  return repeat(n, () => {
    socket.send({ type: 'ping' });
    return pongs.next();
  });
}

async function bareFrames(url: string, n: number): Promise<number> {
  const pongs = new Pongs();
  const { path } = route('events', { projectId: call.projectId });
  const headers = { authorization: `Bearer ${token}` };
  const socket = new WebSocket(url.replace(/^http/, 'ws') + path, { headers, perMessageDeflate: false });
  socket.on('message', (data) => {
    JSON.parse(String(data));
    pongs.arrived();
  });
  await new Promise<void>((resolve) => socket.once('open', () => resolve()));
  const speed = await repeat(n, () => {
    socket.send(JSON.stringify({ type: 'ping' }));
    return pongs.next();
  });
  socket.terminate();
  return speed;
}
