import type { callers } from '../access.ts';
import type { Operation } from '../operation.ts';
import { operations } from '../operations.ts';
import { type ProblemCode, problems, routingProblems } from '../problems.ts';
import { phaseGuide } from './phase-guide.ts';
import { runtimeGuide } from './runtime-guide.ts';
import { limitTable, problemTable, rejectionTable, table } from './tables.ts';

const callerTable = () =>
  table(
    ['caller', 'who it is'],
    Object.entries({
      nobody: 'no token',
      'unknown token': 'a bearer token this provider never made',
      'expired token': 'a token it made whose time is over',
      user: 'a user of the project; for a live session the one who made it',
      'other user': 'another user of the same project',
      'foreign user': 'a user of another project',
      'own vm-agent': 'the VM agent whose workspace was ordered for, or is linked to, the session',
      'other vm-agent': 'a VM agent of another workspace of the project',
      'foreign vm-agent': 'a VM agent of another project',
      daemon: 'the daemon of the runtime that is asked about, or on whose runtime the task is',
      'other daemon': 'a daemon of another runtime of the project',
      'foreign daemon': 'a daemon of another project',
      administrator: 'the holder of the administrator’s token',
    } satisfies Record<(typeof callers)[number], string>),
  );

const capabilityTable = () =>
  table(
    ['capability', 'operations'],
    [...Map.groupBy(Object.entries<Operation>(operations), ([, { capability }]) => capability)].map(
      ([capability, its]) => [`\`${capability}\``, its.map(([name]) => name).join(', ')],
    ),
  );

/**
 * What the schemas of the HTTP side cannot say, in Markdown. Together with the events document it is all
 * that an implementer needs.
 */
export function guide(): string {
  return `The session API of an agent platform: users submit tasks, each task has one chat session, a VM agent in a
workspace writes messages into it, and frontends follow it. Beside tasks there are live sessions: a user talks with a running agent, frame by frame.
This document is the HTTP side; the frames of the sockets are in asyncapi.json beside it. The two are complete: a provider can be built from them alone.

MUST rules carry the id of their requirement in parentheses.

## Capabilities
A provider says in \`describe\` which groups of operations it serves: all of a group or none. \`deferred\` says that the record of a live session is made by its client, when it is needed.
\`echo\` stands for no operation: it says that the loops of live sessions are echo loops (asyncapi.json), so that every reply can be foreseen.

${capabilityTable()}

## Conventions
- Bodies are JSON in UTF-8, \`application/json\`; every answer that is not a success is \`application/problem+json\` (schema Problem). \`status\` and \`retryable\` in it are those of its \`code\` in the table below; clients act on these, never on the texts.
- Times are integers: milliseconds since 1970-01-01T00:00:00Z, by the provider's clock unless a field says otherwise. \`Retry-After\` and \`expiresInSeconds\` are in seconds.
- Ids are UUIDs in lower case and compared as text. Ids of projects, tasks, their sessions and workspaces are made by the provider, message ids by whoever writes the message first; the first message of a session has its id from the provider. The id of a live session is made by its client, those of its messages by the provider.
- An answer may have fields beyond the schema; clients ignore them. A request may too; the provider ignores them.
- An id that is not a UUID (of a model: not as its schema says) is 400 \`malformed_request\`; a well-formed one that does not exist is 404 \`not_found\`.
- A request that is none of the operations gets one of these:

${problemTable(routingProblems)}

A request that is wrong in several ways may be answered for any of them, but for this: to an operation that needs a token the answer without a valid
one is 401, and to an operation in a project a foreign caller gets 404, whatever else is wrong.

## Outcome of an operation
An operation is **ok** when its answer is a success; it **failed** when its problem is *definite*: it certainly did not happen. A 4xx
without a problem document, from something in between, is definite too, but for 408. In every other case (an indefinite problem, a 408 or
5xx without a problem document such as a proxy's 502, a broken connection, no answer in time) it is **unknown**: it may have happened, and both outcomes are legal until it is asked again. \`retryable\` says whether the very same
request may succeed later.

${problemTable(Object.keys(problems) as ProblemCode[])}

Each operation lists the problems it may answer, and for each response \`x-definite\` says the same in a form that programs read.
An answer that is not listed is a breach of the contract.

## What a client does on each status
${table(
  ['status', 'client'],
  [
    [
      'connection error, timeout, 408',
      'sends the same request again, with exponential backoff and jitter (1 s doubling to 30 s, plus up to half)',
    ],
    ['429', 'waits as long as `Retry-After` says, at least, then sends the same request again'],
    ['5xx', 'as after a connection error; `Retry-After` is honoured where it is given'],
    ['401, 403', 'stops sending, keeps its outbox, reports it, and goes on when it has a new token'],
    [
      '400, 413, 422 for a batch',
      'halves the batch until the bad message stands alone, sets that one aside and reports it; the others are sent',
    ],
    ['409 `session_stopped`', 'stops for this session and reports it'],
    ['other 4xx', 'final: reports it and does not send again'],
  ],
)}

Message ids and Idempotency-Keys never change on a retry (TASK-11). A VM agent flushes its outbox every 2 seconds, in batches of at most 50 messages or 64 KiB of content (one message at least). The outbox holds at most 10 000 messages, survives a restart of the agent, and says which messages it refused.

## Idempotency
- **submitTask** by Idempotency-Key, which belongs to user and project for 24 hours: the same body is answered as the first time and makes nothing new, also when both are under way at once; another body is 422 \`idempotency_conflict\`. The same body means the same \`message\`. A submit that definitely failed frees the key; one whose outcome is unknown is resolved by the same key (TASK-1, TASK-2).
- **appendMessages** by \`messageId\` within its session: with the same role and content it is \`duplicate\` with the \`seq\` it has, and nothing changes, not even by another writer; with another role or content it is \`rejected: message_conflict\` and the first is kept. The same id in two sessions is two messages (TASK-9). \`createdAt\` is not compared.
- **linkWorkspace**, **completeAgent**, **stopSession**, and both operations of a node: asked again they change nothing, write no event, and answer with the present state. On a stopped session the link it has is answered as before, a first link and a completion are 409 \`session_stopped\`.
- **startPhase** by what it is for: with the same model it is the session that is there. **sendPhaseMessage** by \`messageId\` within its session; other content with that id is 409 \`message_conflict\`. Locking, finishing, cancelling and deleting say what is so.
- **createLiveSession** by the id in its path: made again by the same user, with whatever body, it is the session that is there, and nothing changes (WEB-16). A prompt is sent on the live socket and is one turn by its \`clientMsgId\` (LIVE-12).
- **queueIssueTask**, **sendAgentChat** and **createAgentChat** by the id in the body, which the client makes: the same again is answered 200 with what is there, other words with that id are 409 \`id_taken\`. **claimTask** by its claim key; what a daemon says of a task by key and task.
- **createProject**, **createToken** and **createAgent** are not idempotent: each makes another.

## One task, one session
- A submit makes one task, one session and one message, or, when it definitely fails, none of them is left once the provider has settled (TASK-1, TASK-2). Task and session exist before any workspace does; \`workspaceId\` is null and the task is \`queued\`.
- The first message is stored before submitTask answers, and its id goes to the VM agent with the prompt; the VM agent does not write it again under another id (TASK-4). The topic is cut from it.
- The provider chooses a workspace id, durably, before it asks the node, and asks again with the same id until it has an answer, for at most ten minutes: the node runs it once (TASK-7). Then it links the workspace and retries linking until it holds; meanwhile the session takes messages (TASK-6). Linked, the task is \`running\`.
- A session is linked to one workspace for good (TASK-5). No other path makes a second session for a task, and every session id that is ever returned can be fetched (TASK-3).
- A task for which no workspace is to be had within ten minutes ends as \`failed\`: whatever the node may have started is deleted, and the session is stopped (\`session.stopped\`, without a cleanup); it stays readable.

## Messages
- A batch is judged message by message, in the order sent; \`results[i]\` answers \`messages[i]\` (TASK-8). One bad message never fails the others, so a validator must not apply the schema NewMessage to the whole batch.
- \`seq\` counts the stored messages of a session from 1 without gaps, in the order of storing. Each sender's order is kept, also across batches sent one after the other; \`createdAt\` never decides (TASK-10).
- Batches that overlap in time store each id once. \`messageCount\` is the number of messages stored, always.
- What was answered \`stored\` or \`duplicate\` is durable: it survives eviction, reset and killing of any process (TASK-17). So is every other success. Nothing is acknowledged before it is stored.
- In a stopped session a known message is \`duplicate\` (or \`message_conflict\`), a new one \`rejected: session_stopped\`; when no message of the batch was known, the answer is 409 \`session_stopped\` (TASK-12).

${rejectionTable()}

## Lists
Tasks and sessions come newest first; rows made in the same millisecond have a fixed order and none is lost or repeated between pages. \`nextCursor\` null says that nothing was left out; otherwise pass it as \`cursor\`. Cursors of lists are opaque; one that the provider did not make is 400. Messages come in order of \`seq\`, and \`nextAfter\` plays the same part (TASK-18).

## The end of a session
- completeAgent starts the idle period of 15 minutes. Every message stored afterwards (not a duplicate, not a rejected one), by anyone, starts it again in full; completing again without a message in between does not (TASK-14). \`agentCompletedAt\` is the last completion that counted; a message does not clear it.
- When the period is over: \`session.idle_cleanup\`, then the session is stopped (\`session.stopped\`), its workspace is stopped at the node, its task is \`completed\`. This also happens to a session that was never linked, and happens once, also when a timer fires late or twice.
- stopSession cancels a pending cleanup, stops the session and its workspace, and the task is \`stopped\`. A stopped session stays stopped; it can be read for ever.
- Nothing about timers may live in memory alone: the period ends at the same time whatever crashed meanwhile.

## Live sessions
A live session is a chat of one user with an agent. It has nothing to do with tasks: no task, no workspace, another list, ids of its own. What happens in it is said on the live socket, and asyncapi.json says how; here is what HTTP has of it.
- Its record is made under an id that the client chose (createLiveSession), with the first message and not before (WEB-1, WEB-16). A record whose first message has not come after ten minutes is removed, and its id is unknown again; until its first message it is in no list.
- It belongs to the user who made it. To everybody else it does not exist: reading it is 404, and only making one with its id tells, by 409 \`session_id_taken\`, that the id is in use (SAFE-3).
- It has durable events, numbered by \`seq\`: 1, 2, 3, … without gaps. All that a client shows, but for a reply that is still on its way, follows from them; liveHistory pages through them, and the live socket goes on where a page ended (WEB-5).
- getLiveSession and the last event agree: \`state\` is that of the last \`session_state\`, \`mode\` that of the last \`mode_changed\`, \`seq\` that of the last event, \`updatedAt\` its time.
- \`metadata\` is what the events say: \`messageCount\` counts prompts and completed replies, \`totalTokens\` those of completed turns as the provider counts them, \`lastMessageAt\` is the time of the last prompt or reply that counts, \`firstMessagePreview\` the first 80 characters of the first prompt (WEB-10).
- \`running\` is the one thing that no store knows: whether a query loop is registered, and the durable state one of those in which it takes prompts (LIVE-4).

${phaseGuide()}
${runtimeGuide()}
## Limits
${limitTable()}

Malformed input of any kind (not JSON, wrong types, NUL characters or half a surrogate pair in a text, nesting a million deep) is a 4xx; it harms neither the connection nor what is stored (SAFE-2).

## Tokens and roles
Every operation but \`describe\` and \`live\` needs \`Authorization: Bearer <token>\`; on the live socket the token is in the first frame. A token is opaque, of one role: a **user** of one project, a **VM agent** of one workspace, a **daemon** of one runtime, or the **administrator**, whose token is given to the provider when it is started. Tokens and secrets never appear in an answer (but that of createToken), an error text or a log (SAFE-4).

Each operation has \`x-access\`: the status that an otherwise correct request gets from each caller (SAFE-1). Existence never shows across projects: in a project that is not theirs, callers get 404 and not 403.

${callerTable()}

## Provisioning, for test runs
A test run makes a clean project for each scenario (createProject) and the tokens it needs (createToken), with the administrator's token. \`nodeUrl\` is where the tester serves the node operations. A token with \`expiresInSeconds\` 0 is expired from the start; the user, workspace or runtime it names need not exist yet.

A provider that must not allow this, in production for example, switches it off: it leaves \`provisioning\` out of the capabilities that \`describe\` answers, and both operations answer 403 \`provisioning_disabled\` to the administrator.

## The node
The operations under \`webhooks\` go the other way: the provider sends them, with no token, to \`{nodeUrl}{x-path}\` of the session's project. The order for a workspace carries the bearer token of its VM agent, which is valid from then on.
`;
}
