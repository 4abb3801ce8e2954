/** What the hooks of a play are given. */
export interface HookContext {
  /** Where the Worker answers, on this machine. No slash at its end. */
  url: string;
  /** Variables and secrets of the Worker, to sign tokens with what it checks them by. */
  env: Readonly<Record<string, unknown>>;
}

/** What `setup` hands back, all of it if it likes. */
export interface Prepared {
  /** Administrator's token, for a Worker that speaks the canonical wire. */
  token?: string;
  /** Options of the adapter of this play: they win over those of the command line. */
  options?: Readonly<Record<string, string>>;
}

/**
 * The default export of the file given with `--hooks`. Every play begins with an empty Worker: `setup` seeds data and
 * mints credentials for it, over its own routes or by signing, `teardown` takes away what it left elsewhere.
 */
export interface WorkerHooks {
  /** Before each play. What it throws ends the run with exit code 2. */
  // biome-ignore lint/suspicious/noConfusingVoidType: a function that answers nothing fits, which is how one is written
  setup?(context: HookContext): Promise<Prepared | void> | Prepared | void;
  /** After each play. */
  teardown?(context: HookContext): Promise<void> | void;
}

/** Types the hooks: `export default defineHooks({ async setup({ url, env }) { … } })`. */
export function defineHooks(hooks: WorkerHooks): WorkerHooks {
  return hooks;
}
