/** The limits of the canonical wire (TASK-18). Sizes are bytes of UTF-8, times are milliseconds. */
export const limits = {
  /** Messages in one batch. */
  batchMessages: 100,
  /** Content of one message. */
  messageBytes: 100 * 1024,
  /** A whole request body, also when its length was not declared. */
  bodyBytes: 1024 * 1024,
  /** Rows in one page of a list. */
  pageRows: 100,
  /** Characters of a session's topic, cut from the first user message. */
  topicCharacters: 80,
  /** Subscriptions one events socket may hold. */
  subscriptions: 16,
  /** How long an Idempotency-Key is remembered (TASK-1). */
  idempotencyKeyLife: 24 * 60 * 60 * 1000,
  /** How long after the agent completed a session is cleaned up (TASK-14). */
  idlePeriod: 15 * 60 * 1000,
  /** How long a provider may take to settle a workspace after its runner died (TASK-7). */
  workspaceRecovery: 10 * 60 * 1000,
  /** Characters of the preview of a live session's first prompt. */
  previewCharacters: 80,
  /** Sessions one live connection may watch, suspended ones included. */
  watches: 16,
  /** Prompts of one live session that may wait for their turn. */
  waitingPrompts: 100,
  /** How long a live session without a message is kept (WEB-1). */
  emptySessionLife: 10 * 60 * 1000,
  /** How long after its last durable event a live session without a running turn has ended (LIVE-5). */
  liveIdlePeriod: 48 * 60 * 60 * 1000,
  /** Phase sessions replaced or deleted at once. */
  phaseBulk: 100,
  /** How long a lock is held by whoever does not renew it (PHASE-5). */
  phaseLockLease: 5000,
  /** How long a request waits for a lock (PHASE-5). */
  phaseLockWait: 2000,
  /** Hour of the day, UTC, at which the archive runs (PHASE-10). */
  archiveHour: 3,
  /** How long after its deletion a phase session is archived by the next run. */
  archiveAfter: 24 * 60 * 60 * 1000,
  /** Sessions that a run of the archive fetches at once. */
  archiveBatch: 1000,
  /** A longer run of the archive raises an alarm. */
  archiveRunTime: 6 * 60 * 60 * 1000,
  /** A larger share of failures in a run of the archive raises an alarm. */
  archiveFailures: 0.05,
  /** How long the archive keeps a session. */
  archiveLife: 365 * 24 * 60 * 60 * 1000,
  /** How long a closing live session may take to finish its turn. */
  closingPeriod: 10 * 60 * 1000,
  /** After how much silence of its daemon a runtime is offline. */
  runtimeOfflineAfter: 45 * 1000,
  /** For how long a claim that is not started keeps its task from others (RUN-7). */
  claimLease: 60 * 1000,
  /** After how much silence of its daemon the running tasks of a runtime are queued again, or fail. */
  runtimeSilence: 300 * 1000,
  /** Attempts of a task of an agent, the first counted. */
  taskAttempts: 2,
  /** Messages in one batch of a daemon. */
  taskMessages: 100,
} as const;
