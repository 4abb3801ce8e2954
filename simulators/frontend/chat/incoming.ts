import type { LiveClientFrame, LiveServerFrame } from '../../../contracts/wire/index.ts';
import type { Clock } from '../../ports.ts';
import type { Tab } from './tab.ts';

type Of<Type extends LiveServerFrame['type']> = Extract<LiveServerFrame, { type: Type }>;
type Joining = Extract<LiveClientFrame, { type: 'switch_session' | 'reconnect' }>;
type Standing = Of<'reconnected'>['sessions'][number];

/** What becomes of the frames that a tab receives. */
export class Incoming {
  readonly #clock: Clock;
  readonly #tab: Tab;
  /** How often the session shown could not be taken up because a store did not answer. */
  #unavailable = 0;
  #cancel: (() => void) | null = null;

  constructor(clock: Clock, tab: Tab) {
    this.#clock = clock;
    this.#tab = tab;
  }

  /** The connection is gone: nothing is to be repeated on it. */
  lost(): void {
    this.#cancel?.();
  }

  received(frame: LiveServerFrame, answered: LiveClientFrame | undefined): void {
    const tab = this.#tab;
    switch (frame.type) {
      case 'connected':
      case 'pong':
      case 'watched':
      case 'unwatched':
      case 'session_cleared':
      case 'suspended':
        return;
      case 'stopping':
        tab.changed();
        return;
      case 'session_switched':
        if (tab.watch.isLast(answered) && this.#isShown(frame.sessionId)) this.#switched(frame);
        return;
      case 'reconnected':
      case 'resumed':
        for (const standing of frame.sessions) if (this.#isShown(standing.sessionId)) this.#stands(standing);
        return;
      case 'accepted':
        this.#accepted(frame);
        return;
      case 'error':
        this.#refused(frame, answered);
        return;
      case 'mode_set':
        if (this.#isShown(frame.sessionId)) tab.shown.mode = frame.mode;
        tab.changed();
        return;
      case 'session_takeover':
        if (this.#isShown(frame.sessionId)) tab.shown.owner = 'other';
        tab.changed();
        return;
      default:
        if (this.#isShown(frame.sessionId)) this.#happened(frame);
    }
  }

  #isShown(sessionId: string): boolean {
    return this.#tab.rules.shows(sessionId, this.#tab.current());
  }

  #switched({ running, mode, seq }: Of<'session_switched'>): void {
    const { shown } = this.#tab;
    shown.joined = 'yes';
    shown.running = running;
    shown.setMode(mode, seq);
    this.#unavailable = 0;
    if (shown.loaded === 'yes') this.#tab.ready();
    else if (shown.loaded === 'no') this.#tab.load(shown);
  }

  #stands({ status, running }: Standing): void {
    const tab = this.#tab;
    if (status === 'not_found') {
      this.#gone();
      return;
    }
    if (status === 'cursor_invalid') tab.shown.clear();
    tab.shown.joined = 'yes';
    tab.shown.running = running;
    this.#unavailable = 0;
    tab.ready();
    if (status === 'cursor_invalid') tab.rewritten();
  }

  #accepted({ sessionId, clientMsgId, messageId, seq }: Of<'accepted'>): void {
    const tab = this.#tab;
    const entry = tab.sender.accepted(clientMsgId);
    const conversation = tab.conversation(sessionId);
    if (conversation) conversation.firstSent = true;
    if (entry && conversation && this.#isShown(sessionId)) {
      tab.shown.accepted({ clientMsgId, messageId, seq, text: entry.text });
      tab.rewritten();
    }
    tab.settle();
  }

  #happened(frame: Parameters<Tab['shown']['happened']>[0]): void {
    const tab = this.#tab;
    const look = tab.shown.happened(frame);
    if (frame.type === 'user_message') tab.sender.stored(frame.clientMsgId);
    if (look === 'turns') {
      tab.rewritten();
      tab.settle();
    }
    if (frame.type === 'message_start') tab.settle();
    else if (look === 'pieces') tab.changed();
  }

  #refused(error: Of<'error'>, answered: LiveClientFrame | undefined): void {
    const tab = this.#tab;
    switch (answered?.type) {
      case 'unwatch':
        return;
      case 'send':
      case 'interrupt':
        if (tab.sender.failed(answered, error.code) === 'refused') this.#promptRefused(error, answered);
        break;
      case 'switch_session':
      case 'reconnect':
        this.#notJoined(error, answered);
        break;
      default:
        tab.tell(error.code, error.detail);
    }
    tab.settle();
  }

  #promptRefused(
    { code, detail }: Of<'error'>,
    { sessionId, clientMsgId }: { sessionId: string; clientMsgId: string },
  ) {
    const tab = this.#tab;
    const conversation = tab.conversation(sessionId);
    if (code === 'resume_required' || code === 'nothing_to_resume') {
      if (conversation) conversation.firstSent = code === 'resume_required';
      tab.sender.renew(clientMsgId);
    }
    if (code === 'client_msg_conflict') tab.sender.renew(clientMsgId);
    // Its record was removed before its first message came: the next attempt makes it again.
    if (code === 'not_found' && conversation && !conversation.firstSent) conversation.missing();
    tab.tell(code, detail);
    tab.rewritten();
  }

  #notJoined({ code, detail }: Of<'error'>, frame: Joining): void {
    const tab = this.#tab;
    const { shown, rules } = tab;
    const asked = frame.type === 'reconnect' ? (frame.sessions[0]?.sessionId ?? null) : frame.sessionId;
    if (asked === null || asked !== shown.sessionId || shown.joined !== 'asked') return;
    shown.joined = 'no';
    if (code === 'not_found') {
      this.#gone();
    } else if (code === 'unavailable' && this.#unavailable < rules.unavailableRetries) {
      this.#unavailable += 1;
      this.#cancel = this.#clock.after(rules.unavailableDelay, () => tab.watch.join(tab.shown));
    } else {
      this.#unavailable = 0;
      shown.loaded = 'failed';
      tab.tell(code, detail);
    }
  }

  /** The session shown is not there any more, or never was. */
  #gone(): void {
    const tab = this.#tab;
    if (tab.shown.firstSent) {
      tab.shown.loaded = 'failed';
      tab.tell('not_found');
    } else {
      tab.missing(tab.shown);
      tab.rewritten();
    }
  }
}
