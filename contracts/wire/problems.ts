import { z } from 'zod';

interface Problem {
  status: number;
  title: string;
  /** May the same request succeed when it is sent again unchanged? */
  retryable: boolean;
  /** Definite: the operation certainly did not happen. Otherwise it may have. */
  definite: boolean;
  meaning: string;
}

const final = { retryable: false, definite: true };
const later = { retryable: true, definite: true };
const maybe = { retryable: true, definite: false };

/**
 * Every way an operation can fail. `code` is the stable key; clients act on `code`, `retryable` and
 * the status, never on the texts.
 */
export const problems = {
  malformed_request: {
    status: 400,
    title: 'Malformed request',
    ...final,
    meaning: 'The path, query, headers or body do not match the schema. `detail` names the place.',
  },
  unauthenticated: {
    status: 401,
    title: 'Not authenticated',
    ...final,
    meaning: 'No bearer token, or one that is not known. Sending again needs another token.',
  },
  token_expired: {
    status: 401,
    title: 'Token expired',
    ...final,
    meaning: 'The token was valid once. Sending again needs a new one.',
  },
  forbidden: {
    status: 403,
    title: 'Not allowed',
    ...final,
    meaning: 'The token is valid but its role, or the workspace it is for, may not do this.',
  },
  provisioning_disabled: {
    status: 403,
    title: 'Provisioning is switched off',
    ...final,
    meaning: 'This provider does not make projects or tokens over the wire.',
  },
  not_found: {
    status: 404,
    title: 'Not found',
    ...final,
    meaning: 'It does not exist, or the token may not know that it does.',
  },
  method_not_allowed: {
    status: 405,
    title: 'Method not allowed',
    ...final,
    meaning: 'The path exists, the method does not.',
  },
  session_stopped: {
    status: 409,
    title: 'Session stopped',
    ...final,
    meaning: 'The session takes no new messages (TASK-12).',
  },
  workspace_conflict: {
    status: 409,
    title: 'Linked to another workspace',
    ...final,
    meaning: 'The session is linked to another workspace already; the link was not changed (TASK-5).',
  },
  session_id_taken: {
    status: 409,
    title: 'Session id taken',
    ...final,
    meaning: 'Another user has a session with this id; nothing was made (WEB-16).',
  },
  model_conflict: {
    status: 409,
    title: 'Another model is active',
    ...final,
    meaning:
      'The phase has a session with another model, `current`; nothing was replaced (PHASE-2). Say so to replace it.',
  },
  replaced_meanwhile: {
    status: 409,
    title: 'Replaced meanwhile',
    ...final,
    meaning:
      'The session or version that was to be replaced is not the current one, `current`; nothing was done (PHASE-2).',
  },
  version_conflict: {
    status: 409,
    title: 'Changed meanwhile',
    ...final,
    meaning: 'The session has another version than the one named; nothing was changed (PHASE-6).',
  },
  session_ended: {
    status: 409,
    title: 'Session ended',
    ...final,
    meaning: 'The session has ended, as `current` says, and stays as it is (PHASE-18).',
  },
  session_not_started: {
    status: 409,
    title: 'Session not started',
    ...final,
    meaning: 'A session that does not run cannot be finished, only cancelled.',
  },
  message_conflict: {
    status: 409,
    title: 'Message id taken',
    ...final,
    meaning: 'The session has a message with this id and other content; the first is kept.',
  },
  locking_disabled: {
    status: 409,
    title: 'Locking is switched off',
    ...final,
    meaning: 'The project does without locks; versions decide (PHASE-6).',
  },
  lock_lost: {
    status: 409,
    title: 'Lock lost',
    ...final,
    meaning: 'The lock is not held any more: its five seconds are over, or it was freed (PHASE-5).',
  },
  id_taken: {
    status: 409,
    title: 'Id taken',
    ...final,
    meaning: 'The id belongs to a task or chat that was asked for in other words; nothing was made.',
  },
  claim_lost: {
    status: 409,
    title: 'Claim lost',
    ...final,
    meaning: 'The claim is not that of the task, or not any more; its daemon stops working on it (RUN-7).',
  },
  task_not_started: {
    status: 409,
    title: 'Task not started',
    ...final,
    meaning: 'The task was claimed, but has to be started first.',
  },
  task_ended: {
    status: 409,
    title: 'Task ended',
    ...final,
    meaning: 'The task has ended, and in another way than was asked for.',
  },
  runtime_removed: {
    status: 409,
    title: 'Runtime removed',
    ...final,
    meaning: 'The runtime was removed for good: nothing is queued for it or claimed on it (RUN-10).',
  },
  not_expanded: {
    status: 409,
    title: 'Store not expanded',
    ...final,
    meaning: 'Pointers have no place for a runtime yet: the step `expand` comes first (RUN-6).',
  },
  body_too_large: {
    status: 413,
    title: 'Body too large',
    ...final,
    meaning: 'The body is over 1 MiB, declared or not (TASK-18).',
  },
  batch_too_large: {
    status: 413,
    title: 'Batch too large',
    ...final,
    meaning: 'The batch has more than 100 messages (TASK-18).',
  },
  message_too_large: {
    status: 413,
    title: 'Message too large',
    ...final,
    meaning: 'The content is over 100 KiB of UTF-8 (TASK-18). In a batch only this message is rejected.',
  },
  idempotency_conflict: {
    status: 422,
    title: 'Idempotency-Key used with another body',
    ...final,
    meaning: 'The key belongs to another request of this user and project for 24 hours (TASK-1).',
  },
  model_deleted: {
    status: 422,
    title: 'Model deleted',
    ...final,
    meaning: 'The model was deleted; `detail` names it (PHASE-7). Start the phase with another.',
  },
  session_locked: {
    status: 423,
    title: 'Session locked',
    ...later,
    meaning: 'Another holds the lock of the session; nothing was done (PHASE-5). Try again later.',
  },
  rate_limited: {
    status: 429,
    title: 'Too many requests',
    ...later,
    meaning: 'Send again after `Retry-After`.',
  },
  internal_error: {
    status: 500,
    title: 'Internal error',
    ...maybe,
    meaning: 'A fault of the provider. Details are logged, not returned.',
  },
  session_creation_failed: {
    status: 500,
    title: 'Session could not be created',
    ...later,
    meaning: 'The session was not created, and nothing else was changed (PHASE-9, PHASE-13). Try again later.',
  },
  unavailable: {
    status: 503,
    title: 'Unavailable',
    ...maybe,
    meaning: 'A store did not answer. Whether the operation happened is not known: send it again unchanged.',
  },
  session_unavailable: {
    status: 503,
    title: 'Session could not be created',
    ...later,
    meaning: 'The session was not created, and nothing of the submit is left (TASK-2). Send it again unchanged.',
  },
} as const satisfies Record<string, Problem>;

export type ProblemCode = keyof typeof problems;
const problemCodes = Object.keys(problems) as [ProblemCode, ...ProblemCode[]];

/** Body of every answer that is not a success: RFC 9457, `application/problem+json`. */
export const problemDocument = z
  .looseObject({
    type: z.string().meta({ description: 'URI reference of the problem type: `/problems/{code}`.' }),
    title: z.string(),
    status: z.int().min(400).max(599),
    detail: z.string(),
    code: z.enum(problemCodes).meta({ description: 'The stable key of the problem.' }),
    retryable: z.boolean(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details.' });
export type ProblemDocument = z.infer<typeof problemDocument>;

/** The document of a problem, ready to be sent with its status. */
export function problem(code: ProblemCode, detail: string): ProblemDocument {
  const { status, title, retryable } = problems[code];
  return { type: `/problems/${code}`, title, status, detail, code, retryable };
}

/** What answers a request that is none of the operations: an unknown path, or a known one with another method. */
export const routingProblems = ['not_found', 'method_not_allowed'] as const satisfies readonly ProblemCode[];

/** Why one message of a batch was rejected (TASK-8). None of these is worth a retry. */
export const rejections = {
  message_conflict: 'The session has a message with this id and another role or content; the first is kept (TASK-9).',
  message_too_large: 'The content is over 100 KiB of UTF-8 (TASK-18).',
  malformed_message: 'Not a NewMessage: a field is missing or of another type, or the content has a NUL character.',
  role_not_allowed: 'The writer may not write this role: users write `user` only.',
  session_stopped: 'The session takes no new messages (TASK-12).',
} as const;
export type RejectionCode = keyof typeof rejections;
export const rejectionCodes = Object.keys(rejections) as [RejectionCode, ...RejectionCode[]];
