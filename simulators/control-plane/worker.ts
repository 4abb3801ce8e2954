import type { Env } from './env.ts';
import { handle } from './http/handle.ts';

export { LiveSessions } from './live/live-sessions.ts';
export { PhaseArchive } from './phases/archive/phase-archive.ts';
export { PhaseLookups } from './phases/lookups.ts';
export { ProjectData } from './project-data/project-data.ts';
export { Runtimes } from './runtimes/runtimes.ts';
export { TaskRunner } from './task-runner/task-runner.ts';

/** The control plane: a provider of the canonical wire, whole and correct. The platform asks for a default export. */
export default {
  fetch(request: Request, env: Env): Promise<Response> {
    return handle(request, env);
  },
};
