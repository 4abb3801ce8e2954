import { randomUUID } from 'node:crypto';

/** What the provider knows, in memory. A project has tasks, sessions with their messages, and a feed of events. */
export function createStore() {
  return { projects: new Map(), tokens: new Map(), trouble: null };
}

export function createProject(store) {
  const project = { id: randomUUID(), tasks: [], sessions: [], keys: new Map(), feed: [], listeners: new Set() };
  store.projects.set(project.id, project);
  return project;
}

/** `expiresAt` in milliseconds; `requests`: how many it may make, for ever. */
export function createToken(store, { role, project, workspaceId, expiresAt = Infinity, requests = Infinity }) {
  const token = `token-${randomUUID()}`;
  store.tokens.set(token, { role, project, workspaceId, expiresAt, requests });
  return token;
}

/** One task with its one session, and the prompt as its first message. */
export function createTask(project, prompt) {
  const now = Date.now();
  const [taskId, sessionId, messageId] = [randomUUID(), randomUUID(), randomUUID()];
  const task = { taskId, projectId: project.id, sessionId, status: 'queued', createdAt: now, updatedAt: now };
  const session = {
    sessionId,
    projectId: project.id,
    taskId,
    workspaceId: null,
    topic: prompt.slice(0, 80),
    status: 'active',
    messageCount: 0,
    createdAt: now,
    agentCompletedAt: null,
    stoppedAt: null,
  };
  project.tasks.unshift(task);
  project.sessions.unshift({ session, messages: [] });
  tell(project, sessionId, { type: 'session.created', session: { ...session } });
  append(project, sessionId, { messageId, role: 'user', content: prompt, createdAt: now });
  return { taskId, sessionId, messageId };
}

export function sessionOf(project, sessionId) {
  return project.sessions.find(({ session }) => session.sessionId === sessionId);
}

/** Stores a message once: the same id with the same role and content is known. */
export function append(project, sessionId, { messageId, role, content, createdAt }) {
  const { session, messages } = sessionOf(project, sessionId);
  const known = messages.find((message) => message.messageId === messageId);
  if (known && (known.role !== role || known.content !== content)) {
    return { status: 'rejected', messageId, code: 'message_conflict', detail: 'The id is that of another message.' };
  }
  if (known) return { status: 'duplicate', messageId, seq: known.seq };
  const seq = messages.length + 1;
  const message = { messageId, role, content, createdAt, sessionId, seq, storedAt: Date.now() };
  messages.push(message);
  session.messageCount = seq;
  tell(project, sessionId, { type: 'message.new', message });
  return { status: 'stored', messageId, seq };
}

export function link(project, sessionId, workspaceId) {
  const { session } = sessionOf(project, sessionId);
  session.workspaceId = workspaceId;
  const task = project.tasks.find(({ taskId }) => taskId === session.taskId);
  task.status = 'running';
  tell(project, sessionId, { type: 'session.linked', session: { ...session } });
  return session;
}

export function complete(project, sessionId) {
  const { session } = sessionOf(project, sessionId);
  session.agentCompletedAt ??= Date.now();
  tell(project, sessionId, { type: 'session.agent_completed', session: { ...session } });
  return session;
}

export function stop(project, sessionId, { idle = false } = {}) {
  const { session } = sessionOf(project, sessionId);
  if (session.status === 'stopped') return session;
  if (idle) tell(project, sessionId, { type: 'session.idle_cleanup', session: { ...session } });
  Object.assign(session, { status: 'stopped', stoppedAt: Date.now() });
  const task = project.tasks.find(({ taskId }) => taskId === session.taskId);
  task.status = idle ? 'completed' : 'stopped';
  tell(project, sessionId, { type: 'session.stopped', session: { ...session } });
  return session;
}

function tell(project, sessionId, event) {
  const entry = { ...event, cursor: project.feed.length + 1, sessionId, at: Date.now() };
  project.feed.push(entry);
  for (const listener of project.listeners) listener(entry);
}
