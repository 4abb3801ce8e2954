import type { OperationName } from '../../../contracts/wire/index.ts';
import { events } from './events.ts';
import type { Handler } from './handler.ts';
import { createLiveSession, getLiveSession, listLiveSessions, liveHistory, terminal } from './live.ts';
import { appendMessages, listMessages } from './messages.ts';
import { createProject, createToken } from './provisioning.ts';
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
};
