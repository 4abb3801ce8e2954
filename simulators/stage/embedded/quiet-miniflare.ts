import { Miniflare, type MiniflareOptions } from 'miniflare';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * A Miniflare that leaves signals alone. By itself it ends the process on the first one, and with it the partial
 * report of an interrupted run; whoever starts it here stops it.
 */
export function quietMiniflare(options: MiniflareOptions): Miniflare {
  const before = new Map(signals.map((signal) => [signal, new Set(process.listeners(signal))]));
  const miniflare = new Miniflare(options);
  for (const signal of signals) {
    for (const listener of process.listeners(signal)) {
      if (!before.get(signal)?.has(listener)) process.off(signal, listener);
    }
  }
  return miniflare;
}
