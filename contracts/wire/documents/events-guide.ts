import { limits } from '../limits.ts';
import { frameErrorTable, table } from './tables.ts';

/** What the schemas of the frames cannot say, in Markdown. */
export function eventsGuide(): string {
  return `A subscriber hears what happens in a project, in order, once, without gaps.

## Opening
\`GET /v1/projects/{projectId}/events\` with \`Upgrade: websocket\`, as a user of the project: \`Authorization: Bearer <token>\`, or, where headers cannot be set,
\`Sec-WebSocket-Protocol: session-api.v1, token.<token>\`; the provider then selects \`session-api.v1\` and never the token. A refusal is an HTTP answer with a Problem
instead of 101 (401, 403, 404; 400 without an upgrade), never a socket that is silent (TASK-19). The provider sends nothing until it is asked.

## Frames
Each frame is one JSON object in a text frame, told apart by \`type\`. Each frame of a client is answered by exactly one frame, and the answers come in the order of the frames:

${table(
  ['client sends', 'provider answers', 'notes'],
  [
    ['`subscribe`', '`subscribed` or `error`', 'then the events asked for'],
    ['`unsubscribe`', '`unsubscribed`', 'also where there was no such subscription; no event of the scope follows it'],
    ['`ping`', '`pong`', 'the client’s way to find out that a connection is dead'],
    ['anything else', '`error` with `malformed_frame`', 'unknown fields are refused too; subscriptions stay'],
  ],
)}

Clients ignore frames of a type they do not know, and fields they do not know.

## The feed
Everything that happens in a project is an entry of one feed, numbered by \`cursor\`: 1, 2, 3, … An entry is durable with the change it tells of: if one survives a crash, both do. Entries are never renumbered or removed.
- In one session \`session.created\` comes first, then \`message.new\` for each message in order of \`seq\`, each once. \`session.linked\`, \`session.agent_completed\`, \`session.idle_cleanup\` and \`session.stopped\` stand where they happened; \`session.idle_cleanup\` is followed by \`session.stopped\` of that session, and after \`session.stopped\` there is nothing more of it (TASK-13, TASK-20).
- Of a phase session \`phase.started\` comes first, \`phase.deleted\` last, and a \`phase.changed\` for each change between them. A replacement tells of the end of the old session before it tells of the new (PHASE-12).
- What changed nothing (a duplicate, linking the same workspace again, stopping again) is no entry.
- \`session\` in an entry is the session right after the change.

## Subscribing
The scope is one session (of a task or a phase), or with \`sessionId: null\` the whole project. \`subscribed\` carries the cursor where the feed stands, and comes before any event of the subscription. Then:
- with \`after: n\` come all entries of the scope with a cursor greater than n, oldest first (the replay), and after them new ones as they happen, with no gap and no overlap between the two. \`after: 0\` is from the beginning;
- with \`after: null\` come only entries with a cursor greater than that of \`subscribed\`.

Within a subscription cursors only grow; with the scope of one session they have holes, where other sessions’ entries stand. A new entry goes to a socket once, however many of its subscriptions cover it; replays bring what each \`subscribe\` asked for, so those of the project and of a session in it may overlap. Subscribing again to a scope replaces that subscription and begins at the new \`after\`. One socket holds at most ${limits.subscriptions} subscriptions; each lasts until it is ended or the socket closes, and needs no renewal when a session is linked.

## Coming back
Subscriptions end with their socket. A client keeps the cursor of the last event it handled (before the first: the \`after\` it asked for, or where that was null the cursor of \`subscribed\`; never the latter in place of an \`after\`, whose replay may still be on its way), connects again after a growing pause with jitter, and subscribes with it as \`after\`: what was stored meanwhile comes first, once. An event may have arrived just before a break: entries with a cursor already handled are to be ignored. A provider that evicts or restarts its process keeps sockets and their subscriptions going, or closes them; it never leaves one open that misses entries (TASK-17).

## Errors
An \`error\` frame refuses the last frame of the client and changes nothing else; the connection stays open, but a provider may close it (4401) after \`token_expired\`. \`sessionId\` is the scope that was asked for, where the frame had one.

${frameErrorTable()}

## Close codes
${table(
  ['code', 'meaning', 'client'],
  [
    ['1000', 'closed on request', 'does nothing'],
    ['1001, 1006, 1011, 1012', 'the provider goes away, fails or restarts, or the connection broke', 'comes back'],
    ['1008, 4401', 'the token is no longer accepted', 'comes back only with a new token'],
    ['1009', 'a frame was far over 1 MiB', 'reports it; the same frame will not do better'],
    ['other', 'not used by this contract', 'comes back'],
  ],
)}
`;
}
