import type { LiveClientFrame, LiveEvent, LiveServerFrame, PermissionMode } from '../../../contracts/wire/index.ts';
import type { Random } from '../../ports.ts';
import type { Problem } from '../ask.ts';
import type { Entry, PromptFrame } from './outbox.ts';
import type { ChatState } from './view.ts';

/** What the tab shows, as its address bar says it: all that a reload keeps. */
export interface Address {
  sessionId: string | null;
}

type Of<Type extends LiveServerFrame['type']> = Extract<LiveServerFrame, { type: Type }>;
/** A piece of a reply. */
export type Chunk = Pick<Of<'chunk'>, 'index' | 'text'>;
type ToolResult = Pick<Extract<LiveEvent, { type: 'tool_result' }>, 'toolCallId' | 'result'>;
/** A frame that says something about one reply. */
export type ReplyFrame = Pick<LiveServerFrame, 'type'> & { messageId: string };

/** Every decision of the chat that could be wrong. Times are milliseconds. */
export interface ChatRules {
  /** Where a tab keeps its current session: each tab its own (WEB-13). */
  address(): Address;
  /** When the record of a session is made (WEB-1). */
  createsAt: 'first-message' | 'new-session';
  /** Id of the record. `known`: the id that was chosen before, by the address bar or an attempt that failed (WEB-16). */
  creationId(known: string | null, random: Random): string;
  /** Does a message start the creation? (WEB-17) */
  startsCreation(state: ChatState): boolean;
  /** Does `retry` make the record? `record`: whether it is known to be there (WEB-19). */
  createsOnRetry(record: 'none' | 'created'): boolean;
  /** Mode of a new session; `left` is that of the session shown before (WEB-12). */
  newSessionMode(left: PermissionMode): PermissionMode;
  /** Does this failure of loading say that there is no such session? (WEB-6) */
  notCreated(problem: Problem): boolean;
  /** What is shown of a session that is loaded (WEB-5). */
  restored(events: readonly LiveEvent[]): readonly LiveEvent[];
  /** Does a loaded session have its first message? (WEB-5) */
  restoredFirstSent(events: readonly LiveEvent[]): boolean;

  /** `resume` of a new frame. `firstSent`: the first message is stored (WEB-2, WEB-3). */
  resumes(firstSent: boolean): boolean;
  /** A frame that is sent again: the same to the byte (WEB-3, LIVE-12). */
  again(frame: PromptFrame, random: Random): PromptFrame;
  /** The session that a message goes to; `current` is the one shown now (WEB-4). */
  sessionOf(entry: Pick<Entry, 'sessionId'>, current: string | null): string;
  /** Messages that may wait to be sent (WEB-9). */
  queueLimit: number;
  /** The queue, as it is sent once the connection can be used (WEB-9). */
  flushed(queue: readonly Entry[]): readonly Entry[];
  /** What is kept of the typed text when it could not be sent (WEB-19). */
  keptText(text: string): string;
  /** Does a message that may wait, wait? (LIVE-17) */
  waitsBehind(running: boolean): boolean;
  /** Milliseconds until a prompt that was answered `unavailable` is sent again. */
  unavailableDelay: number;
  /** How often it is sent again, at most. */
  unavailableRetries: number;

  /** When anything but `hello` may be sent (WEB-9). */
  speaksFrom: 'open' | 'connected';
  /** What shows that a connection works, so that attempts count from zero again (WEB-8). */
  liveWorksFrom: 'open' | 'connected';
  /** May a live socket closed like this be opened again? `drops` counts those since the user last opened it (WEB-8, WEB-14). */
  liveReconnects(code: number, reason: string, drops: number): boolean;
  /** Milliseconds that the answer to `hello` may take. */
  helloTimeout: number;
  /** Milliseconds that the answer to any other frame may take. */
  answerTimeout: number;
  /** Is the socket opened anew because of this frame? (WEB-20) */
  reopensOn(frame: LiveServerFrame): boolean;
  /** What becomes of the terminal when the live socket is lost (WEB-15). */
  terminalOnDrop: 'stays' | 'closes' | 'reopens';

  /** Does a frame of this session change what is shown? (WEB-4) */
  shows(sessionId: string, current: string | null): boolean;
  /** Does a reply run? `before`: as the tab had it; `now`: as `session_switched` and the events say (LIVE-17). */
  runsAfterSwitch(before: boolean, now: boolean): boolean;
  /** The frame that an `error` answers; `waiting` are those without an answer, in order (WEB-19). */
  errorAnswers(error: Of<'error'>, waiting: readonly LiveClientFrame[]): LiveClientFrame | undefined;
  /** `lastSeq` in `reconnect` (LIVE-9). */
  placeOnReconnect(lastSeq: number): number;
  /** `lastSeq` in `suspend` (LIVE-15). */
  placeOnHide(lastSeq: number): number;
  /** `lastSeq` in `resume` (LIVE-15). */
  placeOnShow(lastSeq: number): number;

  /** Text of a reply that is not ended; `chunks` as they came (WEB-7). */
  replyText(start: Chunk, chunks: readonly Chunk[]): string;
  /** Key of the bubble that a frame belongs to (WEB-7). */
  bubbleOf(frame: ReplyFrame): string;
  /** Result of a tool call, the `nth` (from 0) of its session; `results` as they came (WEB-11). */
  toolResult(toolCallId: string, nth: number, results: readonly ToolResult[]): string | null;
  /** Whether the person may type (WEB-18). */
  input(state: ChatState): 'open' | 'blocked';
}

const refusedHandshake = /^HTTP (401|403|404)$/;
const refusedHello: ReadonlySet<number> = new Set([1008, 4401]);

export const correctChatRules: ChatRules = {
  address: () => ({ sessionId: null }),
  createsAt: 'first-message',
  creationId: (known, random) => known ?? random.uuid(),
  startsCreation: (state) => state === 'not-created',
  createsOnRetry: (record) => record === 'none',
  newSessionMode: () => 'ask',
  notCreated: ({ status }) => status === 404,
  restored: (events) => events,
  restoredFirstSent: (events) => events.some(({ type }) => type === 'user_message'),

  resumes: (firstSent) => firstSent,
  again: (frame) => frame,
  sessionOf: ({ sessionId }) => sessionId,
  queueLimit: 100,
  flushed: (queue) => queue,
  keptText: (text) => text,
  waitsBehind: (running) => running,
  unavailableDelay: 1_000,
  unavailableRetries: 5,

  speaksFrom: 'connected',
  liveWorksFrom: 'connected',
  liveReconnects: (code, reason) => !refusedHello.has(code) && !refusedHandshake.test(reason),
  helloTimeout: 10_000,
  answerTimeout: 15_000,
  reopensOn: () => false,
  terminalOnDrop: 'stays',

  shows: (sessionId, current) => sessionId === current,
  runsAfterSwitch: (_, now) => now,
  // Answers come in the order of the frames: without a name it is the first that waits.
  errorAnswers: ({ sessionId, clientMsgId }, waiting) =>
    waiting.find((frame) => clientMsgId !== undefined && 'clientMsgId' in frame && frame.clientMsgId === clientMsgId) ??
    waiting.find((frame) => sessionId !== undefined && 'sessionId' in frame && frame.sessionId === sessionId) ??
    waiting[0],
  placeOnReconnect: (lastSeq) => lastSeq,
  placeOnHide: (lastSeq) => lastSeq,
  placeOnShow: (lastSeq) => lastSeq,

  replyText(start, chunks) {
    const byIndex = new Map(chunks.map(({ index, text }) => [index, text]));
    let text = start.text;
    // Up to the first that is missing: what comes after it would read wrong.
    for (let index = start.index; byIndex.has(index); index += 1) text += byIndex.get(index);
    return text;
  },
  bubbleOf: ({ messageId }) => messageId,
  toolResult: (toolCallId, _, results) => results.find((result) => result.toolCallId === toolCallId)?.result ?? null,
  input: (state) => (state === 'creating' || state === 'disconnected' ? 'blocked' : 'open'),
};
