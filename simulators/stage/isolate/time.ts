import type { Awaited, Motion } from './protocol.ts';
import { changed, hasArrived, here, motion, number, stage } from './state.ts';

const RealDate = Date;
const realSetTimeout = globalThis.setTimeout;
const realClearTimeout = globalThis.clearTimeout;
const realWait = scheduler.wait.bind(scheduler);
const realSetInterval = globalThis.setInterval;
const realClearInterval = globalThis.clearInterval;
/** Longest delay a timer takes; a held context keeps one so that the runtime does not think it hangs. */
const forever = 2 ** 31 - 1;

/** Waits for `promise`, keeping the surrounding context alive: a handler with nothing else under way would be cancelled. */
export async function hold<T>(promise: Promise<T>): Promise<T> {
  const timer = realSetTimeout(() => {}, forever);
  try {
    return await promise;
  } finally {
    realClearTimeout(timer);
  }
}

/** Waits for so many turns of the loop, or until the promise is settled. */
export async function turns(most: number, until: Promise<unknown>): Promise<void> {
  let settled = false;
  const settle = () => {
    settled = true;
  };
  const settling = until.then(settle, settle);
  for (let turn = 0; turn < most && !settled; turn += 1) await Promise.race([settling, realWait(0)]);
}

/** Longest wait for news of stillness, in real milliseconds: a net for what nobody announced. */
const longestSilence = 5;

/**
 * Resolves when all that is awaited has come in and nothing moves, or when nothing has been heard for a while; with
 * what moves then. It is judged at the start of a turn only, when no promise is half way: the runtime looks at its
 * timers when nothing else is ready to run.
 */
export async function stillness(awaits: Awaited): Promise<Motion> {
  let known = 0;
  let silent = () => {};
  let net: ReturnType<typeof setTimeout> | undefined;
  const listen = () => {
    known = stage.heard;
    net = realSetTimeout(() => {
      net = undefined;
      if (stage.heard === known) silent();
      else listen();
    }, longestSilence);
  };
  try {
    for (;;) {
      const moving = motion();
      if (moving === 'none' && hasArrived(awaits)) return moving;
      if (net === undefined) listen();
      const woken = await new Promise<boolean>((resolve) => {
        silent = () => resolve(false);
        stage.wake = () => resolve(true);
      });
      if (!woken) return motion();
      await realWait(0);
    }
  } finally {
    realClearTimeout(net);
  }
}

/** Replaces Date and the timers by virtual ones. Must run before the worker's own modules. */
export function installTime(): void {
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args: [], newTarget) =>
      Reflect.construct(target, args.length === 0 && stage.now !== null ? [stage.now] : args, newTarget),
    apply: () => new Date().toString(),
    get: (target, key) => (key === 'now' ? () => stage.now ?? target.now() : Reflect.get(target, key)),
  });
  globalThis.setTimeout = ((run: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) => {
    if (stage.now === null) return realSetTimeout(run, ms, ...args);
    const id = number();
    const place = here();
    const due = stage.now + Math.max(0, Math.ceil(ms));
    const fired = new Promise<boolean>((resolve) => {
      stage.timers.set(id, { ...place, settle: resolve, due, firing: false });
    });
    stage.news.push({ news: 'timer', timer: id, due, owner: place.by ?? 'handler' });
    changed();
    // Resolved from the control socket; what follows runs here, in the context that set the timer.
    void hold(fired).then((fire) => {
      stage.timers.delete(id);
      if (fire) run(...args);
      changed();
    });
    return id;
  }) as typeof setTimeout;
  globalThis.clearTimeout = ((id: number) => {
    const timer = stage.timers.get(id);
    if (!timer) return realClearTimeout(id);
    stage.timers.delete(id);
    timer.settle(false);
    stage.news.push({ news: 'timer-gone', timer: id });
  }) as typeof clearTimeout;
  installIntervals();
  installTimeouts();
  scheduler.wait = (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms));
}

/** A signal that aborts in virtual time. */
function installTimeouts(): void {
  const real = AbortSignal.timeout.bind(AbortSignal);
  AbortSignal.timeout = (ms) => {
    if (stage.now === null) return real(ms);
    const controller = new AbortController();
    const abort = () => controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
    const timer = stage.timers.get(setTimeout(abort, ms) as unknown as number);
    // Nothing waits for it: what it limits waits for something else.
    if (timer) timer.context = null;
    return controller.signal;
  };
}

/** Which timer an interval waits for now. */
const intervals = new Map<number, number>();

function installIntervals(): void {
  globalThis.setInterval = ((run: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) => {
    if (stage.now === null) return realSetInterval(run, ms, ...args);
    const id = number();
    const wait = () => {
      const timer = setTimeout(
        () => {
          wait();
          run(...args);
        },
        Math.max(1, ms),
      );
      intervals.set(id, timer as unknown as number);
    };
    wait();
    return id;
  }) as typeof setInterval;
  globalThis.clearInterval = ((id: number) => {
    const timer = intervals.get(id);
    if (timer === undefined) return realClearInterval(id);
    intervals.delete(id);
    clearTimeout(timer);
  }) as typeof clearInterval;
}
