/** Milliseconds; a longer timer is one that nobody is meant to wait for, such as the patience with a silent node. */
const longest = 5000;
/** How many times as fast shorter timers ring. */
const pace = 20;

export interface MovableClock {
  /** Time of the platform, which its alarms are set by. */
  platformNow(): number;
  advance(ms: number): void;
}

/**
 * Takes the place of the clock of this isolate. It can be moved on, and short timers ring early: the clock is then as
 * late as they were set for. So the loops of live sessions and waits for locks take little time, and all times
 * are as they would be.
 */
export function installClock(): MovableClock {
  const platformNow = Date.now;
  const platformTimeout = globalThis.setTimeout;
  let ahead = 0;
  const now = () => platformNow() + ahead;
  Date.now = now;
  globalThis.setTimeout = ((run: () => void, ms = 0) => {
    if (ms > longest) return platformTimeout(run, ms);
    const due = now() + ms;
    return platformTimeout(() => {
      ahead += Math.max(0, due - now());
      run();
    }, ms / pace);
  }) as typeof setTimeout;
  return {
    platformNow: () => platformNow(),
    advance(ms) {
      ahead += ms;
    },
  };
}
