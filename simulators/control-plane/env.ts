import type { LiveCalls, ProjectCalls, RunnerCalls } from './calls.ts';
import type { Database, Objects } from './platform.ts';

/** The bindings of the worker. */
export interface Env {
  /** Projects, tokens, tasks, idempotency keys and workspaces. */
  readonly DB: Database;
  /** One object per project: sessions, messages and the feed of events. */
  readonly PROJECT_DATA: Objects<ProjectCalls & { fetch(request: Request): Promise<Response> }>;
  /** One object per task: gets its workspace and stops it. */
  readonly TASK_RUNNER: Objects<RunnerCalls>;
  /** One object per project: live sessions and the loops that run them. */
  readonly LIVE_SESSIONS: Objects<LiveCalls & { fetch(request: Request): Promise<Response> }>;
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
