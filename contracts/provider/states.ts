import { z } from 'zod';
import { type Operation, permissionMode, phases } from '../wire/index.ts';

/** What a provider is asked to be before an interaction, and what it answers about it. */
export interface StateDescription {
  /** Its parameters; all have defaults. */
  params: z.ZodObject;
  /** Names of the values that the provider answers, in a JSON object; interactions have them as `${name}`. */
  values: readonly string[];
  /** What is the case afterwards. */
  description: string;
  /** The capability without which a provider cannot have it. */
  capability?: Operation['capability'];
  /** Changes what a state before it has made, and comes after it. */
  modifies?: true;
}

/** Whose token a state is about: `token` is the user's, `agentToken` the VM agent's, `daemonToken` the daemon's. */
const tokenName = z.enum(['token', 'agentToken', 'daemonToken']).default('token');
const ofProject = ['projectId', 'token'] as const;

/**
 * The provider states of the pacts. Each base state makes a new project with a user, whose token is `token`, and says in
 * its values what is in it; nothing of it is shared with what another interaction has made.
 */
export const states = {
  'a project': {
    params: z.object({}),
    values: ofProject,
    description: 'A new project without anything in it.',
  },
  'a task': {
    capability: 'tasks',
    params: z.object({
      prompt: z.string().default('Make the login form remember the user name.'),
      idempotencyKey: z.string().optional().describe('The Idempotency-Key it was submitted with.'),
      linked: z.boolean().default(true).describe('Its session is linked to the workspace `workspaceId`.'),
      messages: z
        .array(z.object({ messageId: z.string(), role: z.string(), content: z.string(), createdAt: z.number() }))
        .default([])
        .describe('What its VM agent has brought beside the prompt.'),
      agentCompleted: z.boolean().default(false),
      stopped: z.boolean().default(false),
    }),
    values: [...ofProject, 'taskId', 'sessionId', 'messageId', 'workspaceId', 'agentToken'],
    description:
      'A project with one submitted task and its session. `messageId` is the id of the prompt, `agentToken` the token of the VM agent of `workspaceId`. Where `linked` is false the session has no workspace yet, and `workspaceId` is one that may be linked.',
  },
  'a live session': {
    capability: 'live',
    params: z.object({
      turns: z.int().min(0).default(0).describe('Prompts that were said and answered, before anything else.'),
      prompts: z
        .array(z.string())
        .default([])
        .describe(
          'What was said in it beside the turns, one after another, each until its turn had ended, such as `/tool grep login` or `/fail`. A `/hang` is ended by what follows, which interrupts it once it is being worked on.',
        ),
      mode: z.enum(permissionMode.options).optional().describe('The permission mode that it was set to after that.'),
      ended: z.boolean().default(false).describe('Its loop has ended after that.'),
      hanging: z.boolean().default(false).describe('A last prompt is being worked on and will not end by itself.'),
      clientMsgId: z.string().optional().describe('The id of the first prompt, whose text is `Hello there`.'),
    }),
    values: [...ofProject, 'sessionId', 'seq'],
    description: 'A project whose user has one live session. `seq` is the place of its last durable event.',
  },
  'a phase session': {
    capability: 'phases',
    params: z.object({
      phase: z.enum(phases).default('planning'),
      modelId: z.string().default('writer'),
      version: z.string().default('1.4').describe('Of the model.'),
      state: z.enum(['created', 'running', 'completed', 'failed', 'cancelled']).default('created'),
      messages: z
        .array(z.object({ messageId: z.string(), content: z.string() }))
        .default([])
        .describe('Sent by the user; the first makes it run.'),
      title: z.string().optional(),
      deleted: z.boolean().default(false),
      archived: z.boolean().default(false).describe('It was deleted, and the archive has it since.'),
      lockedBy: z
        .enum(['nobody', 'the user', 'somebody else'])
        .default('nobody')
        .describe('Who holds its lock; `lockId` is the lock.'),
    }),
    values: [...ofProject, 'taskId', 'sessionId', 'version', 'lockId'],
    description:
      'A project with one task that has a session for one phase. `version` is that of the session as it is now. `lockId` is a lock that nobody holds where it is not locked.',
  },
  'a runtime': {
    capability: 'runtimes',
    params: z.object({
      agent: z.boolean().default(true).describe('There is an agent on it, `agentId`.'),
      removed: z.boolean().default(false),
    }),
    values: [...ofProject, 'runtimeId', 'daemonToken', 'agentId'],
    description: 'A project with one registered runtime. `daemonToken` is the token of its daemon.',
  },
  'a task of an agent': {
    capability: 'runtimes',
    params: z.object({
      kind: z.enum(['issue', 'chat']).default('issue'),
      state: z.enum(['queued', 'dispatched', 'running', 'completed', 'failed', 'cancelled']).default('queued'),
      session: z.boolean().default(false).describe('Its run has said a session and a work directory.'),
      messages: z.int().min(0).default(0).describe('How many messages its run has said.'),
      prior: z.boolean().default(false).describe('A run before it, on the same runtime, left something to resume.'),
      claimKey: z.string().optional().describe('The key it was claimed with.'),
      taskId: z.string().optional().describe('The id it was queued with.'),
    }),
    values: [...ofProject, 'runtimeId', 'daemonToken', 'agentId', 'chatId', 'issueId', 'taskId', 'claimKey'],
    description:
      'A project with one runtime, one agent on it and one task for it. `chatId` is the chat of the task where it is of a chat, otherwise one of the same agent; `issueId` likewise. `claimKey` is the key it was claimed with; a new one where it was not claimed. The prompt is `Do it`, the title of the chat `A chat`.',
  },
  'the token is unknown': {
    params: z.object({ of: tokenName }),
    values: [],
    modifies: true,
    description: 'The token named in `of` is one that the provider has never made.',
  },
  'the token has expired': {
    params: z.object({ of: tokenName }),
    values: [],
    modifies: true,
    description: 'The token named in `of` was valid once, and is not any more.',
  },
  'the token is for something else': {
    params: z.object({ of: tokenName }),
    values: [],
    modifies: true,
    description:
      'The token named in `of` is for another project (the user’s), for another workspace (the VM agent’s) or for another runtime (the daemon’s).',
  },
  'the token has asked too often': {
    params: z.object({ of: tokenName }),
    values: [],
    modifies: true,
    description: 'The next request with the token named in `of` is over the limit of requests.',
  },
  'a store does not answer': {
    params: z.object({}),
    values: [],
    modifies: true,
    description: 'The next request finds that a store does not answer; nothing that it asks for is done.',
  },
  'something is broken inside': {
    params: z.object({}),
    values: [],
    modifies: true,
    description: 'The next request meets a fault of the provider that nobody has foreseen.',
  },
  'sessions cannot be created': {
    params: z.object({}),
    values: [],
    modifies: true,
    description: 'The next request that would create a session of whatever kind fails to, and leaves nothing behind.',
  },
  'the model is deleted': {
    capability: 'phases',
    params: z.object({ modelId: z.string().default('writer') }),
    values: [],
    modifies: true,
    description: 'The model was deleted in the project.',
  },
  'locking is switched off': {
    capability: 'phases',
    params: z.object({}),
    values: [],
    modifies: true,
    description: 'The project does without pessimistic locks.',
  },
  'the id is taken': {
    capability: 'deferred',
    params: z.object({ id: z.string() }),
    values: [],
    modifies: true,
    description: 'Another user of the project has a live session with this id.',
  },
  'a text over the limit': {
    params: z.object({}),
    values: ['tooLong', 'farTooLong'],
    modifies: true,
    description:
      'Changes nothing. `tooLong` is a text of more bytes than one message may have, `farTooLong` one of more bytes than a whole request may have.',
  },
  'time has passed': {
    params: z.object({ seconds: z.number().nonnegative() }),
    values: [],
    modifies: true,
    description: 'The provider’s clock is this much later, and whatever became due has happened.',
  },
} as const satisfies Record<string, StateDescription>;
export type StateName = keyof typeof states;
/** The parameters of a state, filled with its defaults. */
export type StateParams<Name extends StateName> = z.output<(typeof states)[Name]['params']>;
