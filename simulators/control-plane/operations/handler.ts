import type { Who } from '../calls.ts';
import { type Env, projectOf } from '../env.ts';
import type { Caller } from '../http/authenticate.ts';
import type { Project } from '../http/authorise.ts';
import type { Rules } from '../rules.ts';

/** A request that may be made. */
export interface Ask {
  env: Env;
  /** The same from the beginning of the request to its end. */
  rules: Rules;
  request: Request;
  url: URL;
  params: Record<string, string>;
  caller: Caller;
  project: Project;
}

/** @throws Refused for a request that is refused, StoreFailure when a store did not answer. */
export type Handler = (ask: Ask) => Promise<Response>;

/** What the objects need to know of a caller. Tokens stay here. */
export function whoOf({ caller: { role, subject, madeFor } }: Ask): Who {
  return { role, subject, madeFor };
}

export function projectDataOf({ env, project }: Ask) {
  return projectOf(env, project.projectId);
}

/** An id of the path. The route has it, or there would be no handler. */
export function idIn(ask: Ask, name: 'taskId' | 'sessionId' | 'lockId' | 'modelId'): string {
  return ask.params[name] ?? '';
}
