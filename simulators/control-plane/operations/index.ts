import type { OperationName } from '../../../contracts/wire/index.ts';
import { daemonHandlers } from './daemons.ts';
import { events } from './events.ts';
import type { Handler } from './handler.ts';
import { createLiveSession, getLiveSession, listLiveSessions, liveHistory, terminal } from './live.ts';
import { appendMessages, listMessages } from './messages.ts';
import { migrationHandlers } from './migration.ts';
import { startPhase } from './phase-start.ts';
import * as phases from './phases.ts';
import { createProject, createToken } from './provisioning.ts';
import { runtimeUserHandlers } from './runtimes.ts';
import { completeAgent, getSession, linkWorkspace, listSessions, stopSession } from './sessions.ts';
import { submitTask } from './submit-task.ts';
import { getTask, listTasks } from './tasks.ts';

/** The operations that need a token. */
export const handlers: Record<Exclude<OperationName, 'describe' | 'live'>, Handler> = {
  createProject,
  createToken,
  submitTask,
  listTasks,
  getTask,
  listSessions,
  getSession,
  linkWorkspace,
  completeAgent,
  stopSession,
  appendMessages,
  listMessages,
  events,
  createLiveSession,
  listLiveSessions,
  getLiveSession,
  liveHistory,
  terminal,
  startPhase,
  ...phases,
  ...runtimeUserHandlers,
  ...daemonHandlers,
  ...migrationHandlers,
};
