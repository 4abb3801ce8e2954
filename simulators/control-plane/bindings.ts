/** What the worker needs of its host, as plain data: for Miniflare, or to write a wrangler.jsonc from. */
export const bindings = {
  /** Entry module, relative to this folder. It has to be bundled. */
  entry: 'worker.ts',
  compatibilityDate: '2026-07-30',
  compatibilityFlags: ['nodejs_compat'],
  database: 'DB',
  /** Durable Objects with SQLite, by the name of their binding. */
  objects: {
    PROJECT_DATA: 'ProjectData',
    TASK_RUNNER: 'TaskRunner',
    LIVE_SESSIONS: 'LiveSessions',
    RUNTIMES: 'Runtimes',
    PHASE_LOOKUPS: 'PhaseLookups',
    PHASE_ARCHIVE: 'PhaseArchive',
  },
  /** What an object keeps in memory alone and may lose: the member, by the class of the object. It has `lose(id)` and `start(id)`. */
  registries: { LiveSessions: 'loops' },
  /** Text bindings. ADMIN_TOKEN is a secret; PROVISIONING is `on` or `off`. */
  texts: ['ADMIN_TOKEN', 'PROVISIONING'],
} as const;
