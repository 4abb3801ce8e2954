import { z } from 'zod';
import { time } from '../ids.ts';
import { agentTaskState, failureReason } from './states.ts';

const uuid = z.uuid().lowercase();

export const runtimeId = z.string().min(1).max(100).meta({
  id: 'RuntimeId',
  description: 'Id of a runtime, that of the daemon’s token. In a path it is percent-encoded.',
});
export const agentId = uuid.meta({ id: 'AgentId', description: 'Id of an agent, made by the provider.' });
export const agentTaskId = uuid.meta({
  id: 'AgentTaskId',
  description: 'Id of a task of an agent, made by the client that queues it, unchanged on every retry.',
});
export const agentChatId = uuid.meta({
  id: 'AgentChatId',
  description: 'Id of a chat with an agent, made by the client that makes it, unchanged on every retry.',
});
export const issueId = uuid.meta({ id: 'IssueId', description: 'Id of an issue, kept elsewhere.' });
export const claimKey = uuid.meta({
  id: 'ClaimKey',
  description: 'Made by the daemon for one task that it wants, unchanged until that claim is answered.',
});

const text = z.string().min(1).max(500);
/** Of the agent's command line; lives on the runtime that made it, and means nothing elsewhere. */
export const runSession = text.meta({
  id: 'RunSession',
  description: 'Name that the agent’s command line gave to its session. It can be resumed on the runtime that made it.',
});
export const workDir = text.meta({ id: 'WorkDir', description: 'Directory in which the agent works.' });
export const label = z.string().min(1).max(200);

export const runtime = z
  .object({
    runtimeId,
    name: label,
    provider: label.meta({ description: 'Which agent’s command line it runs.' }),
    status: z.enum(['online', 'offline', 'removed']).meta({
      description: 'offline: silent for 45 seconds. removed: for good.',
    }),
    lastHeartbeatAt: time.meta({ description: 'Of the last request of its daemon below `/runtimes/{runtimeId}`.' }),
  })
  .meta({ id: 'Runtime' });
export type Runtime = z.infer<typeof runtime>;

export const agent = z
  .object({
    agentId,
    name: label,
    runtimeId: runtimeId.meta({ description: 'Where its next tasks are queued.' }),
  })
  .meta({ id: 'Agent' });
export type Agent = z.infer<typeof agent>;

export const agentTask = z
  .object({
    taskId: agentTaskId,
    agentId,
    kind: z.enum(['issue', 'chat']),
    issueId: issueId.nullable().meta({ description: 'null for a task of a chat.' }),
    chatId: agentChatId.nullable().meta({ description: 'null for a task of an issue.' }),
    prompt: z.string(),
    runtimeId: runtimeId.meta({
      description: 'The runtime its agent had when it was queued; never changes, also when the agent moves (RUN-5).',
    }),
    state: agentTaskState,
    attempt: z.int().positive().meta({ description: '1; 2 when it was queued again.' }),
    sessionId: runSession.nullable().meta({ description: 'What its run said last, while it ran or when it ended.' }),
    workDir: workDir.nullable().meta({
      description: 'What its run said last; when it has ended without a word, the one that it was offered.',
    }),
    failureReason: failureReason.nullable(),
    error: z.string().nullable().meta({ description: 'What the daemon said when it failed.' }),
    output: z.string().nullable(),
    createdAt: time,
    dispatchedAt: time.nullable().meta({ description: 'Of the last claim.' }),
    startedAt: time.nullable(),
    finishedAt: time.nullable(),
  })
  .meta({ id: 'AgentTask' });
export type AgentTask = z.infer<typeof agentTask>;

/** A task as the daemon that claimed it gets it. */
export const claimedTask = agentTask
  .extend({
    priorSessionId: runSession.nullable().meta({ description: 'To be resumed; null: begin anew (RUN-1, RUN-2).' }),
    priorWorkDir: workDir.nullable().meta({ description: 'Where to work, whatever the session (RUN-3).' }),
    claim: z.object({
      claimKey,
      expiresAt: time.meta({ description: 'From then on another claim may take the task, if it is not started.' }),
    }),
  })
  .meta({ id: 'ClaimedTask' });
export type ClaimedTask = z.infer<typeof claimedTask>;

/** The three move together and come from one task (RUN-4). */
export const agentChat = z
  .object({
    chatId: agentChatId,
    agentId,
    title: label,
    sessionId: runSession.nullable().meta({ description: 'To be resumed by its next task; null: there is none yet.' }),
    runtimeId: runtimeId.nullable().meta({
      description:
        'The runtime that made `sessionId`; before the first session the one that its agent had when the chat was made (RUN-9); null: not known, as the old version left it.',
    }),
    workDir: workDir.nullable(),
    createdAt: time,
  })
  .meta({ id: 'AgentChat' });
export type AgentChat = z.infer<typeof agentChat>;

export const newTaskMessage = z
  .object({
    seq: z.int().positive().meta({ description: 'Counted by the daemon, for each attempt from 1 on.' }),
    type: z.enum(['text', 'thinking', 'tool_use', 'tool_result', 'error']),
    content: z.string().min(1).meta({ description: 'At most 100 KiB of UTF-8, without NUL characters.' }),
  })
  .meta({ id: 'NewTaskMessage' });
export type NewTaskMessage = z.infer<typeof newTaskMessage>;

export const taskMessage = newTaskMessage
  .extend({ attempt: z.int().positive(), storedAt: time })
  .meta({ id: 'TaskMessage' });
export type TaskMessage = z.infer<typeof taskMessage>;
