import type { OperationName } from './operations.ts';

/** Who may ask. "own": the session's project, workspace or user; "other": same project; "foreign": another project. */
export const callers = [
  'nobody',
  'unknown token',
  'expired token',
  'user',
  'foreign user',
  'own vm-agent',
  'other vm-agent',
  'foreign vm-agent',
  'daemon',
  'foreign daemon',
  'administrator',
] as const;
export type Caller = (typeof callers)[number];

const refused = { nobody: 401, 'unknown token': 401, 'expired token': 401 } as const;
/** The existence of another project must not show. */
const foreign = { 'foreign user': 404, 'foreign vm-agent': 404, 'foreign daemon': 404 } as const;
const forbidden = { user: 403, 'own vm-agent': 403, 'other vm-agent': 403, daemon: 403, administrator: 403 } as const;

const forAll = (status: number) =>
  Object.fromEntries(callers.map((caller) => [caller, status])) as Record<Caller, number>;
const forUsers = (status: number) => ({ ...refused, ...foreign, ...forbidden, user: status });
const forSession = (status: number) => ({ ...forUsers(status), 'own vm-agent': status });
const forAdministrators = (status: number) => ({
  ...refused,
  ...forbidden,
  'foreign user': 403,
  'foreign vm-agent': 403,
  'foreign daemon': 403,
  administrator: status,
});

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
};
