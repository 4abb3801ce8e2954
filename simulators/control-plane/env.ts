import type { LiveCalls, ProjectCalls, RunnerCalls } from './calls.ts';
import type { ArchiveCalls, LookupCalls, PhaseCalls } from './phases/calls.ts';
import type { Database, Objects } from './platform.ts';
import type { RuntimeCalls } from './runtimes/calls.ts';

/** The bindings of the worker. */
export interface Env {
  /** Projects, tokens, tasks, idempotency keys and workspaces. */
  readonly DB: Database;
  /** One object per project: sessions, messages and the feed of events. */
  readonly PROJECT_DATA: Objects<ProjectCalls & PhaseCalls & { fetch(request: Request): Promise<Response> }>;
  /** One object per task: gets its workspace and stops it. */
  readonly TASK_RUNNER: Objects<RunnerCalls>;
  /** One object per project: live sessions and the loops that run them. */
  readonly LIVE_SESSIONS: Objects<LiveCalls & { fetch(request: Request): Promise<Response> }>;
  /** One object per project: runtimes, agents, their tasks and chats. */
  readonly RUNTIMES: Objects<RuntimeCalls>;
  /** Two objects per project: caches of the sessions of its phases. */
  readonly PHASE_LOOKUPS: Objects<LookupCalls>;
  /** One object per project: the archive of its phase sessions. */
  readonly PHASE_ARCHIVE: Objects<ArchiveCalls>;
  readonly ADMIN_TOKEN: string;
  /** `on`: administrators may make projects and tokens over the wire. */
  readonly PROVISIONING: string;
}

export function projectOf(env: Pick<Env, 'PROJECT_DATA'>, projectId: string) {
  return env.PROJECT_DATA.get(env.PROJECT_DATA.idFromName(projectId));
}

export function runnerOf(env: Pick<Env, 'TASK_RUNNER'>, taskId: string) {
  return env.TASK_RUNNER.get(env.TASK_RUNNER.idFromName(taskId));
}

export function liveSessionsOf(env: Pick<Env, 'LIVE_SESSIONS'>, projectId: string) {
  return env.LIVE_SESSIONS.get(env.LIVE_SESSIONS.idFromName(projectId));
}

export function runtimesOf(env: Pick<Env, 'RUNTIMES'>, projectId: string) {
  return env.RUNTIMES.get(env.RUNTIMES.idFromName(projectId));
}

/** The caches of a project; each user has one of them. */
export function phaseLookupsOf(env: Pick<Env, 'PHASE_LOOKUPS'>, projectId: string): LookupCalls[] {
  return [0, 1].map((nth) => env.PHASE_LOOKUPS.get(env.PHASE_LOOKUPS.idFromName(`${projectId}/${nth}`)));
}

export function phaseLookupOf(env: Pick<Env, 'PHASE_LOOKUPS'>, projectId: string, userId: string): LookupCalls {
  let hash = 0;
  for (const character of userId) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 1_000_003;
  return env.PHASE_LOOKUPS.get(env.PHASE_LOOKUPS.idFromName(`${projectId}/${hash % 2}`));
}

export function phaseArchiveOf(env: Pick<Env, 'PHASE_ARCHIVE'>, projectId: string) {
  return env.PHASE_ARCHIVE.get(env.PHASE_ARCHIVE.idFromName(projectId));
}
