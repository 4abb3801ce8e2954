/** The sessions of a small Mitzo, with an agent that echoes. Shares nothing with the adapter. */
import { randomUUID } from 'node:crypto';

/** Known bugs, switched on one at a time. */
export type Bug =
  /** A switch does not subscribe. */
  | 'no-watch-on-switch'
  /** The first message after a switch is stored, and no loop gets it. */
  | 'first-message-swallowed'
  /** A prompt that is sent again is another one. */
  | 'two-turns'
  /** Who reconnects is sent everything. */
  | 'replay-from-zero'
  /** A resumed session is ACTIVE at once. */
  | 'ended-to-active'
  /** A closing loop is given new prompts. */
  | 'closing-takes-prompts'
  /** Whoever sends is not subscribed. */
  | 'sender-unsubscribed'
  /** Of every reply one word is lost on the way into the store. */
  | 'loses-a-word'
  /** `running` is what the registry says. */
  | 'running-from-registry';

type State = 'CREATED' | 'STARTING' | 'ACTIVE' | 'DETACHED' | 'SUSPENDED' | 'CLOSING' | 'ENDED';
export type Frame = Record<string, unknown> & { type: string };
interface Prompt {
  clientMsgId: string;
  prompt: string;
}

/** One connection, as sessions see it. */
export interface Watcher {
  user: string;
  /** Sessions switched to since the last prompt. */
  fresh: Set<string>;
  send(frame: Frame): void;
}

/** Milliseconds from a start to the first words, and from one to the next. */
const pace = 100;

/** A query loop of one session. */
class Loop {
  readonly queue: Prompt[] = [];
  readonly #session: MitzoSession;
  #timer: NodeJS.Timeout | undefined;
  /** What is left to say of the reply that runs. */
  #reply: { messageId: string; words: string[]; end: 'message_end' | 'error' | null; said: number } | undefined;
  closing = false;

  constructor(session: MitzoSession) {
    this.#session = session;
    this.#timer = setTimeout(() => {
      session.started();
      this.#go();
    }, pace);
  }

  get isBusy(): boolean {
    return this.#reply !== undefined;
  }

  push(prompt: Prompt, how: 'last' | 'first'): void {
    if (how === 'first') this.queue.unshift(prompt);
    else this.queue.push(prompt);
    if (this.#session.state !== 'STARTING' && !this.#reply && !this.#timer) this.#go();
  }

  /** Ends the reply that runs. */
  interrupt(): void {
    if (!this.#reply) return;
    const { messageId } = this.#reply;
    this.#reply = undefined;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#session.store({ type: 'message_end', messageId });
    this.#go();
  }

  abort(): void {
    clearTimeout(this.#timer);
    this.#reply = undefined;
  }

  #go(): void {
    this.#timer = undefined;
    const next = this.queue.shift();
    if (!next) {
      if (this.closing) this.#session.end();
      return;
    }
    const messageId = `msg_${randomUUID().slice(0, 8)}`;
    const [command = '', first = ''] = next.prompt.split(' ');
    const echoed = `Echo: ${next.prompt}`.match(/\S+\s*/g) ?? [];
    const count = Array.from({ length: Number(first) || 1 }, (_, place) => `${place + 1} `);
    const words = command === '/count' ? count : command === '/hang' ? [] : echoed;
    const end = command === '/hang' ? null : command === '/fail' ? 'error' : 'message_end';
    this.#reply = { messageId, words, end, said: 0 };
    this.#session.store({ type: 'message_start', messageId });
    const block = { messageId, blockId: 'b-0', blockType: 'text' };
    this.#session.store({ type: 'block_start', ...block });
    if (command === '/tool') this.#tool(messageId, next.prompt);
    else this.#after(() => this.#say(block));
  }

  #tool(messageId: string, prompt: string): void {
    const [, toolName = 'tool', ...rest] = prompt.split(' ');
    const [toolId, input] = [`tool_${randomUUID().slice(0, 8)}`, rest.join(' ')];
    const block = { messageId, blockId: 'b-1', blockType: 'tool_use' };
    this.#after(() => {
      this.#session.store({ type: 'block_end', ...block, toolName, toolId, input });
      this.#after(() => {
        this.#session.store({ type: 'tool_result', messageId, toolId, result: `${toolName} did ${input}` });
        this.#after(() => this.#say({ messageId, blockId: 'b-2', blockType: 'text' }));
      });
    });
  }

  #say(block: { messageId: string; blockId: string; blockType: string }): void {
    const reply = this.#reply;
    if (!reply || reply.end === null) return;
    const delta = reply.words.shift();
    if (delta !== undefined) {
      reply.said += 1;
      if (!this.#session.losesWord(reply.said)) this.#session.store({ type: 'block_delta', ...block, delta });
      this.#after(() => this.#say(block));
      return;
    }
    this.#reply = undefined;
    if (reply.end === 'error') this.#session.store({ type: 'error', error: 'The agent has failed.' });
    else {
      this.#session.store({ type: 'block_end', ...block });
      this.#session.tokens += reply.said;
      this.#session.store({ type: 'message_end', messageId: reply.messageId });
    }
    this.#go();
  }

  #after(work: () => void): void {
    this.#timer = setTimeout(work, pace);
  }
}

export class MitzoSession {
  readonly id = `2026-11-21-${randomUUID().slice(0, 8)}`;
  readonly user: string;
  state: State | null = null;
  mode: string;
  /** Of replies that are done. */
  tokens = 0;
  readonly events: (Frame & { seq: number })[] = [];
  readonly watchers = new Set<Watcher>();
  readonly suspended = new Set<Watcher>();
  readonly prompts = new Map<string, string>();
  owner: Watcher | undefined;
  loop: Loop | undefined;
  readonly #bug: Bug | null;
  #last = 0;

  losesWord(said: number): boolean {
    return this.#bug === 'loses-a-word' && said === 2;
  }

  constructor(user: string, mode: string, bug: Bug | null) {
    this.user = user;
    this.mode = mode;
    this.#bug = bug;
  }

  get running(): boolean {
    const isRegistered = this.loop !== undefined;
    if (this.#bug === 'running-from-registry') return isRegistered;
    return isRegistered && this.state !== 'CLOSING' && this.state !== 'ENDED';
  }

  store(frame: Frame): void {
    this.#last = Math.max(Date.now(), this.#last + 1);
    const event = { v: 2, ...frame, sessionId: this.id, ts: this.#last, seq: this.events.length + 1 };
    this.events.push(event);
    for (const watcher of this.watchers) if (!this.suspended.has(watcher)) watcher.send(event);
  }

  become(state: State): void {
    if (this.state === state) return;
    this.state = state;
    this.store({ type: 'session_state_changed', state });
  }

  /** ACTIVE with somebody there, else not. */
  attend(): void {
    const states: readonly (State | null)[] = ['ACTIVE', 'DETACHED', 'SUSPENDED'];
    if (!states.includes(this.state)) return;
    const isWatched = [...this.watchers].some((watcher) => !this.suspended.has(watcher));
    if (isWatched) this.become('ACTIVE');
    else if (this.suspended.size > 0) this.become('SUSPENDED');
    else if (this.state !== 'SUSPENDED') this.become('DETACHED');
  }

  started(): void {
    this.become('ACTIVE');
    this.attend();
  }

  end(): void {
    this.loop?.abort();
    this.loop = undefined;
    this.become('ENDED');
    this.store({ type: 'session_end' });
  }

  /** Takes what is to be closed: at once where nothing runs. */
  close(): void {
    const { loop } = this;
    if (!loop || this.state === 'CLOSING') return;
    if (this.state === 'STARTING' || this.state === 'SUSPENDED') {
      this.end();
      return;
    }
    loop.queue.length = 0;
    loop.closing = true;
    this.become('CLOSING');
    if (!loop.isBusy) setTimeout(() => this.loop === loop && this.end(), pace);
  }

  /** Takes a prompt; false: the id belongs to another one. */
  prompt(prompt: Prompt, kind: 'send' | 'interrupt', isSwallowed: boolean): boolean {
    const known = this.prompts.get(prompt.clientMsgId);
    if (known !== undefined && known !== prompt.prompt) return false;
    if (known !== undefined && this.#bug !== 'two-turns') return true;
    this.prompts.set(prompt.clientMsgId, prompt.prompt);
    const isClosing = this.state === 'CLOSING' && this.#bug !== 'closing-takes-prompts';
    if (isClosing) this.end();
    const { loop } = this;
    const echo = { type: 'user_message', messageId: prompt.clientMsgId, text: prompt.prompt };
    if (!loop) {
      if (this.#bug !== 'ended-to-active' || this.state === null) this.become('CREATED');
      this.store(echo);
      this.become(this.state === 'ENDED' ? 'ACTIVE' : 'STARTING');
      this.loop = new Loop(this);
      this.loop.push(prompt, 'last');
      return true;
    }
    this.store(echo);
    if (isSwallowed) return true;
    loop.push(prompt, kind === 'interrupt' ? 'first' : 'last');
    if (kind === 'interrupt') loop.interrupt();
    return true;
  }
}
