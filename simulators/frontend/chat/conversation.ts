import {
  type LiveEvent,
  type LiveServerFrame,
  type LiveState,
  type PermissionMode,
  terminalTypes,
} from '../../../contracts/wire/index.ts';
import type { ChatRules } from './rules.ts';
import { Transcript } from './transcript.ts';
import type { ChatFacts } from './view.ts';

/** A piece of a running reply. */
export type PieceFrame = Extract<LiveServerFrame, { type: 'message_start' | 'chunk' }>;

/** What a tab knows of one session. */
export class Conversation {
  /** null: nobody chose one yet. */
  sessionId: string | null;
  record: ChatFacts['record'] = 'unknown';
  loaded: ChatFacts['loaded'] = 'no';
  joined: ChatFacts['joined'] = 'no';
  /** A connection of this tab watched it before: it is taken up again by `reconnect`. */
  watched = false;
  /** The record was made by us just now: there is nothing to load or to watch before its first message. */
  fresh = false;
  /** Its first message is stored. */
  firstSent = false;
  /** It has a loop that takes prompts, as far as is known. */
  running = false;
  mode: PermissionMode = 'ask';
  /** `seq` at which the durable state was heard of. */
  #stateSeq = 0;
  /** `seq` at which the mode was that. */
  modeSeq = 0;
  owner: 'us' | 'other' | null = null;
  transcript: Transcript;
  readonly #rules: ChatRules;

  constructor(rules: ChatRules, sessionId: string | null) {
    this.#rules = rules;
    this.sessionId = sessionId;
    this.transcript = new Transcript(rules);
  }

  /** The record was made by us; `seq` is where it stands. */
  created(mode: PermissionMode, seq: number): void {
    this.record = 'created';
    this.loaded = 'yes';
    this.fresh = true;
    this.setMode(mode, seq);
    this.transcript = new Transcript(this.#rules, seq);
  }

  /** There is none, so its id is free for the first message. */
  missing(): void {
    this.record = 'none';
    this.loaded = 'no';
    this.joined = 'no';
    this.watched = false;
    this.fresh = false;
    this.firstSent = false;
  }

  /** Its events were read. */
  restored(events: readonly LiveEvent[]): void {
    this.record = 'created';
    this.loaded = 'yes';
    this.firstSent ||= this.#rules.restoredFirstSent(events);
    this.transcript.load(events, this.#rules.restored(events));
    for (const event of events) if (event.type === 'mode_changed') this.setMode(event.mode, event.seq);
  }

  /** What was shown is void. */
  clear(): void {
    this.transcript = new Transcript(this.#rules);
    this.modeSeq = 0;
    this.#stateSeq = 0;
  }

  /** Takes a frame that says what happens in the session; answers what is to be looked at again. */
  happened(frame: LiveEvent | PieceFrame): 'turns' | 'pieces' | 'nothing' {
    if (frame.type === 'message_start') {
      this.running = true;
      this.transcript.start(frame);
      return 'pieces';
    }
    if (frame.type === 'chunk') {
      this.transcript.chunk(frame);
      return 'pieces';
    }
    if (!this.transcript.event(frame)) return 'nothing';
    if (frame.type === 'mode_changed') this.setMode(frame.mode, frame.seq);
    if (frame.type === 'user_message') this.firstSent = true;
    if (frame.type === 'session_state') return this.#stateBecame(frame.state, frame.seq);
    return frame.type === 'user_message' || terminalTypes.has(frame.type) ? 'turns' : 'pieces';
  }

  /** A prompt of this tab is stored. */
  accepted(prompt: Parameters<Transcript['accepted']>[0]): void {
    this.owner = 'us';
    this.running = true;
    this.transcript.accepted(prompt);
  }

  setMode(mode: PermissionMode, seq: number): void {
    if (seq < this.modeSeq) return;
    this.mode = mode;
    this.modeSeq = seq;
  }

  #stateBecame(state: LiveState, seq: number): 'turns' | 'pieces' {
    if (seq < this.#stateSeq) return 'pieces';
    this.#stateSeq = seq;
    if (state === 'ENDED') {
      this.running = false;
      return 'turns';
    }
    // A closing session may still be at its turn.
    if (state !== 'CLOSING') this.running = true;
    return 'pieces';
  }
}
