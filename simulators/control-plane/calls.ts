import type {
  BatchResult,
  LiveEvent,
  LiveSession,
  Message,
  NewLiveSession,
  NewMessage,
  ProblemCode,
  Session,
} from '../../contracts/wire/index.ts';

/** What one object may be asked by the handlers and by the other. All arguments and answers are plain data. */
export interface ProjectCalls {
  /** Makes the session of a task with its first message. Asked again for the same task it changes nothing (TASK-1). */
  createSession(order: Order): Promise<void>;
  getSession(who: Who, sessionId: string): Promise<Result<Session>>;
  listSessions(page: PageRequest): Promise<{ sessions: Session[]; nextCursor: string | null }>;
  listMessages(who: Who, sessionId: string, after: number, limit: number): Promise<Result<MessagePage>>;
  linkWorkspace(who: Who, sessionId: string, workspaceId: string): Promise<Result<Session>>;
  completeAgent(who: Who, sessionId: string): Promise<Result<Session>>;
  stopSession(who: Who, sessionId: string): Promise<Result<Session>>;
  /** Stops a session for which no workspace was to be had, unless it was linked by other hands meanwhile. */
  failSession(sessionId: string): Promise<Result<Session>>;
  appendMessages(who: Who, sessionId: string, entries: Entry[]): Promise<Result<BatchResult[]>>;
}

export interface RunnerCalls {
  /** Gets a workspace for the session of the order. Asked again it changes nothing. */
  start(order: Order): Promise<void>;
  /** Stops the workspace, now or as soon as the node lets it. A runner that never started stays still for ever. */
  shutdown(order: Order, linkedWorkspaceId: string | null): Promise<void>;
}

/** What the object of live sessions may be asked; `userId` is who asks. Its sockets come by `fetch`. */
export interface LiveCalls {
  /** Makes the record of a session, or finds it made (WEB-16). */
  createLive(session: LivePlace, wanted: NewLiveSession): Promise<Result<{ made: boolean; session: LiveSession }>>;
  getLive(userId: string, sessionId: string): Promise<Result<LiveSession>>;
  listLive(userId: string, page: PageRequest): Promise<{ sessions: LiveSession[]; nextCursor: string | null }>;
  liveHistory(userId: string, sessionId: string, after: number, limit: number): Promise<Result<LiveHistoryPage>>;
}
/** Under which id a live session is made, where, and whose it is. */
export interface LivePlace {
  projectId: string;
  sessionId: string;
  userId: string;
}
export interface LiveHistoryPage {
  events: LiveEvent[];
  nextAfter: number | null;
}

/** A refusal that is expected is a value, not an exception: an exception means that the call itself failed. */
export type Result<T> = { ok: true; value: T } | Refusal;
export interface Refusal {
  ok: false;
  code: ProblemCode;
  detail: string;
  /** Further members of the problem. */
  extension?: Record<string, unknown>;
}

/** All that a session and a workspace of a task are made from. */
export interface Order {
  projectId: string;
  taskId: string;
  sessionId: string;
  /** Base URL of the node that is asked for the workspace. */
  nodeUrl: string;
  prompt: { messageId: string; content: string };
}

export type Role = 'administrator' | 'user' | 'vm-agent' | 'daemon';

/** Whoever asks an object for something. `provider`: the runner of the task, on nobody's behalf. */
export interface Who {
  role: Role | 'provider';
  /** The user, workspace or runtime the token is for. */
  subject: string;
  /** The session for which the workspace of a VM agent was made, also before it is linked. */
  madeFor: string | null;
}

/** A message of a batch, judged by all that can be known without the session (TASK-8). */
export type Entry = { ok: true; message: NewMessage } | { ok: false; rejection: Rejection };
export type Rejection = Extract<BatchResult, { status: 'rejected' }>;

export interface MessagePage {
  messages: Message[];
  nextAfter: number | null;
}

export interface PageRequest {
  /** Rows, 1 to 100. */
  limit: number;
  /** The last row of the page before. */
  after: Place | null;
}
export interface Place {
  createdAt: number;
  id: string;
}
