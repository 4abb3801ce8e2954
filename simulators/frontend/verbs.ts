import { z } from 'zod';
import { always, verbsOf } from '../verbs.ts';
import type { Frontend } from './frontend.ts';
import {
  type MessageHistory,
  outgoing,
  type Sending,
  type SessionList,
  type SessionRead,
  type Submission,
  type TaskList,
  type TaskRead,
} from './results.ts';

const verb = verbsOf<Frontend>();
const sessionId = z.string();
/** A session, or null for the whole project. */
const scope = sessionId.nullable();
/** Rows a page; default: the provider's. All pages are read. */
const limit = z.int().positive().optional();

/** All that a frontend can be told to do. */
export const frontendVerbs = {
  submit: verb({
    name: 'submit',
    args: z.object({ message: z.string(), key: z.string().optional() }),
    enabled: always,
    run: (frontend, { message, key = frontend.rules.submitKey(frontend.ports.random) }): Promise<Submission> =>
      frontend.api.submit(key, message),
  }),
  resubmit: verb({
    name: 'resubmit',
    args: z.object({ message: z.string(), key: z.string() }),
    enabled: always,
    run: (frontend, { message, key }): Promise<Submission> =>
      frontend.api.submit(frontend.rules.resubmitKey(key, frontend.ports.random), message),
  }),
  listTasks: verb({
    name: 'listTasks',
    args: z.object({ limit }),
    enabled: always,
    run: (frontend, { limit }): Promise<TaskList> => frontend.api.tasks(limit),
  }),
  listSessions: verb({
    name: 'listSessions',
    args: z.object({ limit }),
    enabled: always,
    run: (frontend, { limit }): Promise<SessionList> => frontend.api.sessions(limit),
  }),
  readTask: verb({
    name: 'readTask',
    args: z.object({ taskId: z.string() }),
    enabled: always,
    run: (frontend, { taskId }): Promise<TaskRead> => frontend.api.task(taskId),
  }),
  readSession: verb({
    name: 'readSession',
    args: z.object({ sessionId }),
    enabled: always,
    run: (frontend, { sessionId }): Promise<SessionRead> => frontend.api.session('getSession', sessionId),
  }),
  history: verb({
    name: 'history',
    args: z.object({ sessionId, limit }),
    enabled: always,
    run: (frontend, { sessionId, limit }): Promise<MessageHistory> => frontend.api.history(sessionId, limit),
  }),
  send: verb({
    name: 'send',
    args: z.object({ sessionId, content: z.string(), messageId: z.string().optional() }),
    enabled: always,
    run(frontend, { sessionId, content, messageId = frontend.ports.random.uuid() }): Promise<Sending> {
      return frontend.api.send({ sessionId, messageId, content, createdAt: frontend.ports.clock.now() });
    },
  }),
  resend: verb({
    name: 'resend',
    args: outgoing,
    enabled: always,
    run: (frontend, message): Promise<Sending> => frontend.api.send(message),
  }),
  stop: verb({
    name: 'stop',
    args: z.object({ sessionId }),
    enabled: always,
    run: (frontend, { sessionId }): Promise<SessionRead> => frontend.api.session('stopSession', sessionId),
  }),
  linkWorkspace: verb({
    name: 'linkWorkspace',
    args: z.object({ sessionId, workspaceId: z.string() }),
    enabled: always,
    run: (frontend, { sessionId, workspaceId }): Promise<SessionRead> =>
      frontend.api.session('linkWorkspace', sessionId, { workspaceId }),
  }),
  subscribe: verb({
    name: 'subscribe',
    args: z.object({ sessionId: scope, after: z.int().nonnegative().nullable().default(null) }),
    enabled: always,
    run: (frontend, { sessionId, after }): void => frontend.socket.subscribe(sessionId, after),
  }),
  unsubscribe: verb({
    name: 'unsubscribe',
    args: z.object({ sessionId: scope }),
    enabled: (frontend, { sessionId }): true | string => frontend.socket.has(sessionId) || 'it is not subscribed',
    run: (frontend, { sessionId }): void => frontend.socket.unsubscribe(sessionId),
  }),
  closeSocket: verb({
    name: 'closeSocket',
    args: z.object({}),
    enabled: (frontend): true | string =>
      ['connecting', 'open', 'reconnecting'].includes(frontend.socket.state) || 'there is no socket to close',
    run: (frontend): void => frontend.socket.close(),
  }),
  reconnect: verb({
    name: 'reconnect',
    args: z.object({}),
    enabled: (frontend): true | string =>
      ['reconnecting', 'disconnected'].includes(frontend.socket.state) || 'the socket is not disconnected',
    run: (frontend): void => frontend.socket.reconnect(),
  }),
};
