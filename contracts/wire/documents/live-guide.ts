import { limits } from '../limits.ts';
import { echo } from '../live/echo.ts';
import { answerTable, echoTable, helloTable, outcomeTable, routingTable, stateTable } from './live-tables.ts';
import { liveErrorTable, table } from './tables.ts';

/** What the schemas of the live frames cannot say, in Markdown. */
export function liveGuide(): string {
  return `A user talks with running agents: one socket a tab, any number of sessions on it. What a session is, and its operations over HTTP, is in openapi.json.

## Opening
\`GET /v1/projects/{projectId}/live\` with \`Upgrade: websocket\`, without a token: the socket opens for whoever asks (400 without an upgrade). The first frame is \`hello\` with the token and, for the record, the session that the client shows.
When the token is known to be good, and not before, the provider answers \`connected\` with an id for this connection and the time (WEB-9). A refused hello is answered by closing the socket: 4401 for no valid token, 1008 for one that may not talk here, for a project that does not exist, or for another \`protocolVersion\` (WEB-14, SAFE-1):

${helloTable()}

- Any other frame before \`connected\` is answered by \`error\` with \`not_connected\` and is not handled, also when hello is under way; this answer need not wait for that of hello. The provider sends nothing else before \`connected\` (SAFE-3).
- A hello answered by \`error\` (\`malformed_frame\`, \`unavailable\`) leaves the socket as it was: hello may be said again. A second hello after a good one is \`already_connected\`, and all goes on.
- \`sessionId\` in hello subscribes to nothing and is not looked up; it comes back in \`connected\`.

## Frames
Each frame is one JSON object in a text frame, told apart by \`type\`. Each frame of a client is answered by exactly one frame, that in the table or \`error\`, and the answers come in the order of the frames; other frames may come in between:

${answerTable()}

Frames name their session, and act on that one alone, whatever session the connection switched to last (WEB-4). Any frame that names a session of another user is answered as if there were none. Clients ignore frames of a type they do not know, and fields they do not know.

## What is durable
\`session_state\`, \`user_message\`, \`tool_call\`, \`tool_result\`, \`message_complete\`, \`message_failed\`, \`message_interrupted\` and \`mode_changed\` are durable: stored before they are sent, the same in liveHistory, never changed and never renumbered. Their \`seq\` counts 1, 2, 3, … in each session, without gaps; the first event of a session is \`session_state\` CREATED. Storing what changed and its event is one step: if one survives a crash, both do.
\`message_start\`, \`chunk\`, \`session_takeover\` and all answers are not durable. Nothing is lost by that: the terminal event of a reply has its whole \`content\`, which replaces all chunks (WEB-7).

What a connection hears of a session that it watches:
- each durable event once, in order of \`seq\`, without gaps;
- of a reply: \`message_start\`, then its tool calls, tool results and chunks as they come, chunks by \`index\` 0, 1, 2, … without gaps, then its terminal event, after which there is nothing more of it. A result comes after its call and names it by \`toolCallId\` (WEB-11);
- the \`user_message\` of a prompt before anything of its reply. It may come before or after the \`accepted\` of the frame that sent it.

## Watching
A connection watches a session or it does not, however it came to that; asked for again, the watch begins anew. It ends with \`unwatch\`, with \`switch_session\` (below), or with the connection; a session goes on without watchers. One connection watches at most ${limits.watches} sessions, suspended ones included.
- \`watch\` and \`switch_session\` are answered first, with the \`seq\` where the session stands; then come, with \`after: n\`, all events with a greater \`seq\` than n, oldest first, and after them new ones as they happen, with no gap and no overlap (LIVE-3). \`after: 0\` is from the beginning. With \`after: null\` come only events after the \`seq\` of the answer; who watches already misses none by it.
- An \`after\` that is ahead of where the session stood is void, as is what the client had: all events follow from the first, which shows it.
- \`switch_session\` watches the session and ends the watch of the one that this connection switched to before; with null it only does the latter. \`session_switched\` says all that a client needs to go on: state, whether it runs, mode, place of work and tokens (LIVE-4).
- \`reconnect\` and \`resume\` name up to ${limits.watches} sessions with the \`seq\` of the last event the client has. The answer says of each whether its events follow (\`replayed\`), or all of them from the first because \`lastSeq\` is ahead of the session (\`cursor_invalid\`: the client throws away what it had), or that there is no such session (\`not_found\`); the others go on (LIVE-9).
- \`send\` and \`interrupt\` make the sender watch the session, from now on, before anything is done with the prompt, so that the first frames of a new loop reach it (LIVE-16). Who watches already goes on undisturbed.
- Who begins to watch while a reply is under way gets, after the events asked for, \`message_start\` with the \`text\` so far and the \`index\` of the next chunk, and the chunks from there on. It replaces what the client had of that reply.
- \`unwatch\` of a session that is not watched is \`not_watched\`.

\`suspend\` and \`resume\` are for a tab that is out of sight (LIVE-15). After \`suspended\` nothing of these sessions comes but \`session_takeover\`; sessions that are not watched are left out of the answer. The connection keeps its places, and \`resume\` names what it has, like \`reconnect\`: nothing is lost, nothing is repeated. A prompt sent in a suspended session ends the suspension, and events come from that prompt on; who wants what it missed says \`resume\` first.

## States
The durable state of a session, with its \`session_state\` events, is the truth; what a process remembers is not. Only these transitions happen, and their times grow strictly from each to the next (LIVE-10):

${stateTable()}

- A session is made CREATED. Its first prompt makes it STARTING; when its query loop is up it is ACTIVE, and at once DETACHED (or SUSPENDED) where nobody watches. \`run\` counts the loops: one more at each STARTING. A session never has two loops alive (LIVE-7).
- While the loop lives, watchers decide: one who watches and has not suspended makes it ACTIVE; none of these, but one who has suspended, SUSPENDED; nobody at all, DETACHED. From SUSPENDED it goes to ACTIVE only, when somebody watches: when those who suspended leave, it stays SUSPENDED.
- After a turn the loop stays registered and idle; the state stays as it is, and it is running.
- \`running\` is true exactly when a loop is registered and the state is one in which it takes prompts (LIVE-4). Neither alone is ever trusted.

## Routing
\`send\`, \`interrupt\`, \`switch_session\` and \`reconnect\` (session by session) are routed by the durable state and the registry of loops together (LIVE-1). Every cell has one outcome (LIVE-18):

${routingTable()}

${outcomeTable()}

Whatever an outcome does to the state it does by the transitions above, each with its event: a session that is resumed goes to CREATED and then STARTING. Where the state was ENDED before, the history is kept and goes on (LIVE-5).

## Prompts
- A prompt that was answered \`accepted\` is durable and ends in exactly one of \`message_complete\`, \`message_failed\` and \`message_interrupted\`, whatever crashes (LIVE-11). \`messageId\` there is null where its reply was not begun.
- A prompt with a NUL character or half a surrogate pair in it is \`malformed_frame\` (SAFE-2).
- Prompts of a session are done one after the other, in the order in which they were accepted; at most ${limits.waitingPrompts} wait. A prompt accepted while STARTING waits for the loop, and starts no other (LIVE-14).
- \`interrupt\` ends the running turn at once, in \`message_interrupted\` with the reply as far as it came; its own prompt is next, those that waited go on waiting. With no turn running it is a \`send\` (LIVE-8).
- **resume** is part of a \`send\`: false for the first message of a session, true for every later one (WEB-2, WEB-3). It goes by messages, not by states: a session that was ended before its first message gets it with false. The other way round it is \`nothing_to_resume\` or \`resume_required\`, and nothing is stored. \`interrupt\` has no such flag, and may bring the first message.
- **clientMsgId** is one turn in its session (LIVE-12): sent again with the same type and prompt, by whatever connection, it is \`accepted\` as \`duplicate\` with the \`messageId\` and \`seq\` it has, and nothing else happens: no turn, no loop, no takeover. With another prompt or type it is \`client_msg_conflict\`. Both are said before \`resume\` is looked at. A client sends a prompt again byte for byte until it is answered.
- **Takeover**: the connection whose \`send\` or \`interrupt\` was accepted last owns the session. When another connection's is accepted, the former owner, if it is still connected, hears \`session_takeover\` once, with the id of the new one, and goes on watching what it watches (LIVE-13). Every connection may send at any time.
- \`message_complete\` has the metadata that the record then has. Should that fail, the message is complete nonetheless (WEB-10).
- \`set_mode\` changes the mode of its session alone (WEB-12) and is answered \`mode_set\`; where it is another mode than before, \`mode_changed\` is stored.

## The end of a session
- \`stop\`: the session takes no more prompts for its loop. Prompts that wait are interrupted; the turn that runs may end, within ${limits.closingPeriod / 60_000} minutes, after which it is interrupted; then the session is ENDED. Meanwhile it is CLOSING (from SUSPENDED by way of ACTIVE). From CREATED and STARTING it is ENDED at once. Stopping a CLOSING or ENDED session changes nothing. A prompt that comes in CLOSING does not wait: the loop is aborted and the session resumed (LIVE-6).
- **Restart**: when the memory of the provider starts anew (eviction, reset, a killed process), every session that was not ENDED goes to ENDED, and every prompt that had not ended gets its \`message_interrupted\`, before anything else of the session is answered. The next message resumes it (LIVE-11).
- **Idle**: ${limits.liveIdlePeriod / 3_600_000} hours after its last durable event a session in which no turn runs is ENDED, also when nobody watches and no process remembers it (LIVE-5).
- **Empty**: a session without a prompt is removed ${limits.emptySessionLife / 60_000} minutes after it was made, with its events and its id (WEB-1). Nobody is told; a later frame is \`not_found\`.
- An ENDED session can be read for ever. A message resumes it.

## Errors
An \`error\` frame refuses one frame of the client, in its place among the answers, and that frame changed nothing, but for \`unavailable\`, after which it may have. The connection stays open. From the end of its token on it hears nothing more of any session, its frames are \`token_expired\`, and a provider may close it (4401). \`sessionId\` and \`clientMsgId\` are those of the frame, where it had them. A frame that is wrong in several ways may be refused for any of them.

${liveErrorTable()}

## Close codes
${table(
  ['code', 'meaning', 'client'],
  [
    ['1000', 'closed on request', 'does nothing'],
    ['1001, 1006, 1011, 1012', 'the provider goes away, fails or restarts, or the connection broke', 'comes back'],
    ['1008', 'the token may not talk here, or the protocol is not spoken', 'says so, and does not come back by itself'],
    ['4401', 'the token is not known, or has expired', 'comes back only with a new token'],
    ['1009', 'a frame was far over 1 MiB', 'says so; the same frame will not do better'],
    ['other', 'not used by this contract', 'comes back'],
  ],
)}

## Coming back
Watches end with their connection. A client connects again after 1, 2, 4, 8 and 16 seconds, at most five times; the count returns to zero at \`connected\`, not when the socket opens. Then it shows that it is disconnected and waits for its user (WEB-8). A handshake refused with 401, 403 or 404 is not tried again.
On a new connection it says \`hello\`, waits for \`connected\`, then \`reconnect\` with the last \`seq\` it has of each session, then every prompt that was not answered, byte for byte and in order, then what was typed meanwhile. A client that gets no answer to hello within 10 seconds, or to a prompt within 15, gives the connection up as if it had broken.
A provider that evicts or restarts its process keeps sockets and their watches going, or closes them; it never leaves one open that misses frames.

## The echo loop
A provider that says \`echo\` in \`describe\` runs its live sessions on loops that stand in for an agent, so that what is tested is the API around them. Times are exact on a clock that is:
- ${echo.startUp} ms after STARTING the loop is up, and the first prompt is begun: \`message_start\`. A prompt that waits is begun as soon as the one before it has ended.
- A turn is pieces: chunks, tool calls and tool results. The first comes ${echo.pace} ms after the beginning, each other ${echo.pace} ms after the one before it, and the end ${echo.pace} ms after the last.
- A loop that is stopped while no turn runs takes ${echo.windUp} ms to wind up; until then the session is CLOSING.
- The tokens of a reply are its chunks.

${echoTable()}

A word is told apart by the spaces after it, which stay with it: \`Hi there\` is answered by the chunks \`Echo: \`, \`Hi \` and \`there\`. \`/count\` counts to 1 without a number, and to 1000 at most.
`;
}
