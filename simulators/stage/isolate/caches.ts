/** A cache that keeps nothing, as the platform's may: none is configured on the stage, and the real one throws there. */
const cache = {
  put: async (): Promise<void> => {},
  match: async (): Promise<undefined> => undefined,
  delete: async (): Promise<boolean> => false,
};

/** Replaces the caches. Must run before the worker's own modules. */
export function installCaches(): void {
  const caches = { default: cache, open: async () => cache };
  Object.defineProperty(globalThis, 'caches', { value: caches, configurable: true, writable: true });
}
