import { z } from 'zod';

/** Every id on the wire is a UUID, written in lower case and compared as text. */
const id = (name: string, what: string) => z.uuid().lowercase().meta({ id: name, description: what });

export const projectId = id('ProjectId', 'Id of a project, made by the provider.');
export const taskId = id('TaskId', 'Id of a task, made by the provider.');
export const sessionId = id(
  'SessionId',
  'Id of a session: of that of a task made by the provider, of a live session by the client that makes its record. Every session id the API returns can be fetched.',
);
export const workspaceId = id('WorkspaceId', 'Id of a workspace, chosen by the provider before it asks a node for it.');
export const messageId = id(
  'MessageId',
  'Id of a message, made by whoever writes it first, unique within its session, unchanged on every retry.',
);

/** Milliseconds since 1970-01-01T00:00:00Z. */
export const time = z.int().nonnegative().meta({ id: 'Time', description: 'Milliseconds since 1970-01-01T00:00:00Z.' });
