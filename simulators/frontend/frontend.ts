import type { z } from 'zod';
import type { FeedFrame } from '../../contracts/wire/index.ts';
import type { Ports } from '../ports.ts';
import { perform } from '../verbs.ts';
import { Waits } from '../waits.ts';
import { Api } from './api.ts';
import { Chat } from './chat/chat.ts';
import { EventsSocket, type Scope, type SocketState, type Subscribed } from './events-socket.ts';
import { PhasePanel } from './phases/panel.ts';
import type { MessageHistory, Sending, SessionList, SessionRead, Submission, TaskList, TaskRead } from './results.ts';
import { correctRules, type Rules } from './rules.ts';
import { Runtimes } from './runtimes.ts';
import { frontendVerbs } from './verbs.ts';

export interface FrontendOptions {
  projectId: string;
  token: string;
  /** Default: `correctRules`. */
  rules?: Rules;
  /** Milliseconds between pings on the events socket; null: none. Default null. */
  keepAlive?: number | null;
}

type Args<Name extends keyof typeof frontendVerbs> = z.input<(typeof frontendVerbs)[Name]['args']>;

/** One open tab of the web frontend. It repeats no request by itself, and keeps its events socket alive. */
export class Frontend {
  readonly ports: Ports;
  readonly rules: Rules;
  /** For its verbs: the requests it can make. */
  readonly api: Api;
  /** For its verbs: its one events socket. */
  readonly socket: EventsSocket;
  /** Its chat: live sessions, on a socket of their own. */
  readonly chat: Chat;
  /** Runtimes, agents and their tasks. */
  readonly runtimes: Runtimes;
  readonly #waits = new Waits();
  readonly #makePhases: () => PhasePanel;
  #phases: PhasePanel | null = null;

  constructor(ports: Ports, { projectId, token, rules = correctRules, keepAlive = null }: FrontendOptions) {
    this.ports = ports;
    this.rules = rules;
    this.api = new Api(ports, projectId, token);
    this.socket = new EventsSocket(ports, { projectId, token, rules, waits: this.#waits, keepAlive });
    this.chat = new Chat(ports, { projectId, token, rules, keepAlive });
    this.runtimes = new Runtimes(ports, { projectId, token });
    const feed = { socket: this.socket, waits: this.#waits };
    this.#makePhases = () => new PhasePanel(ports, { projectId, token, rules, feed });
  }

  /** Its panel of phase sessions, on its events socket. */
  get phases(): PhasePanel {
    this.#phases ??= this.#makePhases();
    return this.#phases;
  }

  /** All events of the feed, as they came: nothing is left out, merged or put in order. */
  get events(): readonly FeedFrame[] {
    return this.socket.events;
  }

  get state(): SocketState {
    return this.socket.state;
  }

  /** Submits a task in one request, under a new Idempotency-Key. */
  submit(args: Args<'submit'>): Promise<Submission> {
    return perform(this, this.ports.journal, frontendVerbs.submit, args);
  }

  /** Sends a submit again: same key, same body. Takes a `Submission` as it is. */
  resubmit(args: Args<'resubmit'>): Promise<Submission> {
    return perform(this, this.ports.journal, frontendVerbs.resubmit, args);
  }

  listTasks(args: Args<'listTasks'> = {}): Promise<TaskList> {
    return perform(this, this.ports.journal, frontendVerbs.listTasks, args);
  }

  listSessions(args: Args<'listSessions'> = {}): Promise<SessionList> {
    return perform(this, this.ports.journal, frontendVerbs.listSessions, args);
  }

  readTask(args: Args<'readTask'>): Promise<TaskRead> {
    return perform(this, this.ports.journal, frontendVerbs.readTask, args);
  }

  readSession(args: Args<'readSession'>): Promise<SessionRead> {
    return perform(this, this.ports.journal, frontendVerbs.readSession, args);
  }

  /** All messages of a session, by `seq`. */
  history(args: Args<'history'>): Promise<MessageHistory> {
    return perform(this, this.ports.journal, frontendVerbs.history, args);
  }

  /** Sends one message of the user to a session. */
  send(args: Args<'send'>): Promise<Sending> {
    return perform(this, this.ports.journal, frontendVerbs.send, args);
  }

  /** Sends a message again: same id, same body. Takes a `Sending` as it is. */
  resend(args: Args<'resend'>): Promise<Sending> {
    return perform(this, this.ports.journal, frontendVerbs.resend, args);
  }

  stop(args: Args<'stop'>): Promise<SessionRead> {
    return perform(this, this.ports.journal, frontendVerbs.stop, args);
  }

  linkWorkspace(args: Args<'linkWorkspace'>): Promise<SessionRead> {
    return perform(this, this.ports.journal, frontendVerbs.linkWorkspace, args);
  }

  /** Listens to a session, or to the project: `after` a cursor, or (null, the default) to what is new. Opens the socket. */
  subscribe(args: Args<'subscribe'>): void {
    perform(this, this.ports.journal, frontendVerbs.subscribe, args);
  }

  unsubscribe(args: Args<'unsubscribe'>): void {
    perform(this, this.ports.journal, frontendVerbs.unsubscribe, args);
  }

  /** Closes the socket and keeps the subscriptions. */
  closeSocket(args: Args<'closeSocket'> = {}): void {
    perform(this, this.ports.journal, frontendVerbs.closeSocket, args);
  }

  /** Opens the socket again at once, and takes up its subscriptions where they were. */
  reconnect(args: Args<'reconnect'> = {}): void {
    perform(this, this.ports.journal, frontendVerbs.reconnect, args);
  }

  /** Resolves with the first event, of all that came or will come, that `predicate` accepts. */
  sees(predicate: (event: FeedFrame) => boolean): Promise<FeedFrame> {
    let next = 0;
    return this.#waits.until(() => {
      while (next < this.events.length) {
        const event = this.events[next];
        next += 1;
        if (event && predicate(event)) return event;
      }
      return undefined;
    });
  }

  /** Resolves when the subscription is answered, or its socket was given up. */
  subscribed(sessionId: Scope): Promise<Subscribed> {
    return this.#waits.until(() => this.socket.standing(sessionId));
  }
}
