import { z } from 'zod';

/** Every id on the wire is a UUID in lower case. Who makes it is said where it is used. */
const id = (what: string) => z.uuid().meta({ description: what });

export const projectId = id('Id of a project, made by the provider.');
export const taskId = id('Id of a task, made by the provider.');
export const sessionId = id('Id of a session, made by the provider. Every session id the API returns can be fetched.');
export const workspaceId = id('Id of a workspace, chosen by the provider before it asks a node for it.');
export const messageId = id(
  'Id of a message, made by whoever writes it first, unique within its session, unchanged on every retry.',
);

/** Milliseconds since 1970-01-01T00:00:00Z. */
export const time = z.int().nonnegative().meta({ description: 'Milliseconds since 1970-01-01T00:00:00Z.' });
