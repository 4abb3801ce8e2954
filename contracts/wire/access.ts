import type { OperationName } from './operations.ts';

/** Who may ask. "own": the session's project, workspace or user; "other": same project; "foreign": another project. "user": whose session it is; "daemon": whose runtime it is. */
export const callers = [
  'nobody',
  'unknown token',
  'expired token',
  'user',
  'other user',
  'foreign user',
  'own vm-agent',
  'other vm-agent',
  'foreign vm-agent',
  'daemon',
  'other daemon',
  'foreign daemon',
  'administrator',
] as const;
export type Caller = (typeof callers)[number];

const refused = { nobody: 401, 'unknown token': 401, 'expired token': 401 } as const;
/** The existence of another project must not show. */
const foreign = { 'foreign user': 404, 'foreign vm-agent': 404, 'foreign daemon': 404 } as const;
const forbidden = {
  user: 403,
  'other user': 403,
  'own vm-agent': 403,
  'other vm-agent': 403,
  daemon: 403,
  'other daemon': 403,
  administrator: 403,
} as const;

const forAll = (status: number) =>
  Object.fromEntries(callers.map((caller) => [caller, status])) as Record<Caller, number>;
const forUsers = (status: number) => ({
  ...refused,
  ...foreign,
  ...forbidden,
  user: status,
  'other user': status,
});
/** A live session belongs to the user who made it; of another's not even the existence shows. */
const forItsUser = (status: number, otherwise = 404) => ({ ...forUsers(status), 'other user': otherwise });
const forSession = (status: number) => ({ ...forUsers(status), 'own vm-agent': status });
/** For the daemon of the runtime in the path; of another's task not even the existence shows. */
const forDaemon = (status: number, otherwise: 403 | 404) => ({
  ...forUsers(403),
  daemon: status,
  'other daemon': otherwise,
});
/** In a project, whose existence must not show. */
const forAdministratorsOf = (status: number) => ({ ...refused, ...foreign, ...forbidden, administrator: status });
const forAdministrators = (status: number) => ({
  ...refused,
  ...forbidden,
  'foreign user': 403,
  'foreign vm-agent': 403,
  'foreign daemon': 403,
  administrator: status,
});

/** How hello is answered, by caller: the connected frame, or the code that closes the socket (SAFE-1, WEB-14). */
export const liveAccess: Record<Caller, 'connected' | 4401 | 1008> = {
  nobody: 4401,
  'unknown token': 4401,
  'expired token': 4401,
  user: 'connected',
  'other user': 'connected',
  'foreign user': 1008,
  'own vm-agent': 1008,
  'other vm-agent': 1008,
  'foreign vm-agent': 1008,
  daemon: 1008,
  'other daemon': 1008,
  'foreign daemon': 1008,
  administrator: 1008,
};

/** Operation × caller → the status of an otherwise correct request (SAFE-1). */
export const access: Record<OperationName, Record<Caller, number>> = {
  describe: forAll(200),
  createProject: forAdministrators(201),
  createToken: forAdministrators(201),
  submitTask: forUsers(201),
  listTasks: forUsers(200),
  getTask: forUsers(200),
  listSessions: forUsers(200),
  getSession: forSession(200),
  linkWorkspace: forSession(200),
  completeAgent: { ...forUsers(403), 'own vm-agent': 200 },
  stopSession: forUsers(200),
  appendMessages: forSession(200),
  listMessages: forSession(200),
  events: forUsers(101),
  createLiveSession: forItsUser(200, 409),
  listLiveSessions: forUsers(200),
  getLiveSession: forItsUser(200),
  liveHistory: forItsUser(200),
  // Anybody may open the socket: who they are is said in hello, and judged by `liveAccess`.
  live: forAll(101),
  terminal: forUsers(101),
  // Started again with the same model, by whomever: the session that is there.
  startPhase: forUsers(200),
  lookupPhase: forUsers(200),
  listPhaseSessions: forUsers(200),
  replacePhaseSessions: forUsers(200),
  deletePhaseSessions: forUsers(200),
  getPhaseSession: forUsers(200),
  exportPhaseSession: forUsers(200),
  sendPhaseMessage: forUsers(201),
  listPhaseMessages: forUsers(200),
  beginPhaseSession: forUsers(200),
  finishPhaseSession: forUsers(200),
  cancelPhaseSession: forUsers(200),
  updatePhaseSession: forUsers(200),
  lockPhaseSession: forUsers(201),
  renewPhaseLock: forUsers(200),
  unlockPhaseSession: forUsers(204),
  restoreModel: forUsers(204),
  deleteModel: forUsers(204),
  phaseSettings: forUsers(200),
  phaseMetrics: forUsers(200),
  listArchiveRuns: forUsers(200),
  readArchived: forItsUser(200),
  listRuntimes: forUsers(200),
  removeRuntime: forUsers(204),
  createAgent: forUsers(201),
  getAgent: forUsers(200),
  moveAgent: forUsers(200),
  queueIssueTask: forUsers(201),
  createAgentChat: forUsers(201),
  listAgentChats: forUsers(200),
  getAgentChat: forUsers(200),
  sendAgentChat: forUsers(201),
  listAgentTasks: forUsers(200),
  getAgentTask: { ...forUsers(200), daemon: 200, 'other daemon': 404 },
  cancelAgentTask: forUsers(200),
  agentTaskMessages: forUsers(200),
  registerRuntime: forDaemon(200, 403),
  heartbeat: forDaemon(200, 403),
  claimTask: forDaemon(200, 403),
  recoverOrphans: forDaemon(200, 403),
  startAgentTask: forDaemon(200, 404),
  pinSession: forDaemon(200, 404),
  appendTaskMessages: forDaemon(200, 404),
  completeTask: forDaemon(200, 404),
  failTask: forDaemon(200, 404),
  importLegacyRuns: forAdministratorsOf(204),
  migrateRuns: forAdministratorsOf(200),
};
