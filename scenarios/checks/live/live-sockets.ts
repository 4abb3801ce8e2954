import type { HistoryEvent } from '../../../contracts/trace/index.ts';
import { liveAnswers, liveEventTypes } from '../../../contracts/wire/index.ts';
import type { Exchange } from '../check.ts';
import { type Fields, fields, list, text } from '../reading.ts';

/** Place of an event in the history. */
export interface Place {
  index: number;
  /** Virtual milliseconds since the scenario began. */
  time: number;
}

/** A frame of a client, from when it left to its answer. */
export interface AskedFrame {
  socket: LiveSocket;
  type: string;
  frame: Fields;
  sent: Place;
  /** When it reached the target; each duplicate is a frame of its own. */
  arrived?: Place;
  /** The frame that answers it; a hello may be answered by a close instead. */
  answer?: Place & { frame: Fields };
}

/** A frame that the target sent, answers too. */
export interface SaidFrame extends Place {
  type: string;
  frame: Fields;
  /** When it reached the client; absent where it was lost. */
  reached?: Place;
  /** The frame that it answers. */
  answers?: AskedFrame;
}

export interface LiveSocket {
  op: number;
  actor: string;
  projectId: string | undefined;
  /** Token that hello named and the target took. */
  token?: string;
  /** The `connected` frame. */
  connected?: Place & { connectionId: string };
  asked: AskedFrame[];
  /** Arrived at the target and not answered yet, in order. */
  pending: AskedFrame[];
  said: SaidFrame[];
  open: boolean;
  /** The first close, by whomever. */
  closed?: Place & { by: string; code: number };
  /** Nothing comes through any more, and neither side is told: that the client has closed it the target cannot know. */
  silent?: true;
  /** Open when observation began. */
  openAtEnd: boolean;
  /** Frames of it were made late, twice or out of order on the way, or lost: the first such fault. */
  disturbed?: Place;
}

/** Frames of the target that answer a frame of the client. */
const answerTypes: ReadonlySet<string> = new Set([
  ...Object.values(liveAnswers).flatMap((answer) => answer.split(' or ')),
  'error',
]);

/** Is this frame a durable event? */
export function isDurable(frame: Fields): boolean {
  return liveEventTypes.has(text(frame.type) ?? '') && typeof frame.seq === 'number';
}

/** Ids of the sessions that a frame of a client names. */
export function sessionsOf(frame: Fields): string[] {
  const places = list(frame.sessions).map((place) => text(fields(place).sessionId));
  return [text(frame.sessionId), ...places].filter((id) => id !== undefined);
}

/** Follows every live socket: which frame was answered by which, and what was sent and reached its client. */
export class LiveSockets {
  readonly all = new Map<number, LiveSocket>();
  /** Frames of the target under way, by message. */
  readonly #said = new Map<number, SaidFrame>();
  /** Frames of clients under way, by message. */
  readonly #asked = new Map<number, AskedFrame>();

  /** Answers what just happened on which socket: a client's frame arrived, or the target said something. */
  on(
    event: HistoryEvent,
    exchange: Exchange | undefined,
  ): { socket: LiveSocket; arrived?: AskedFrame; said?: SaidFrame } | undefined {
    if (event.kind === 'phase' && event.phase === 'observe') {
      for (const socket of this.all.values()) socket.openAtEnd = socket.open;
    }
    if (exchange?.operation !== 'live') return undefined;
    const socket = this.#socket(exchange);
    const { index, time } = event;
    if (event.kind === 'fault') {
      socket.disturbed ??= { index, time };
      if (event.fault === 'half-open') socket.silent = true;
    }
    if (event.kind !== 'send' && event.kind !== 'deliver') return undefined;
    const { message, actor } = event;
    if ((message.type === 'close' || message.type === 'response') && socket.open) {
      socket.open = false;
      const code = message.type === 'close' ? message.code : message.status;
      socket.closed = { index, time, by: actor, code };
    }
    if (message.type !== 'frame') return { socket };
    const frame = fields(message.body);
    const type = text(frame.type) ?? '';
    if (event.kind === 'send' && actor === 'target') {
      const said: SaidFrame = { index, time, type, frame };
      socket.said.push(said);
      this.#said.set(event.msg, said);
      if (answerTypes.has(type)) this.#answer(socket, said);
      return { socket, said };
    }
    if (event.kind === 'send') {
      const asked: AskedFrame = { socket, type, frame, sent: { index, time } };
      socket.asked.push(asked);
      this.#asked.set(event.msg, asked);
      return { socket };
    }
    if (actor !== 'target') {
      const said = this.#said.get(event.msg);
      if (said) said.reached ??= { index, time };
      return { socket };
    }
    const known = this.#asked.get(event.msg) ?? { socket, type, frame, sent: { index, time } };
    // The second arrival of a duplicate is handled and answered like another frame.
    const asked = known.arrived ? { ...known, answer: undefined } : known;
    if (asked !== known) socket.asked.push(asked);
    asked.arrived = { index, time };
    socket.pending.push(asked);
    return { socket, arrived: asked };
  }

  /** Answers come in order of the frames; only what comes before `connected` is refused at once. */
  #answer(socket: LiveSocket, said: SaidFrame): void {
    const place = socket.pending.findIndex((asked) => answers(said, asked));
    const [asked] = place < 0 ? [] : socket.pending.splice(place, 1);
    if (!asked) return;
    said.answers = asked;
    asked.answer = { index: said.index, time: said.time, frame: said.frame };
    if (said.type !== 'connected') return;
    socket.token = text(asked.frame.token);
    socket.connected ??= { index: said.index, time: said.time, connectionId: text(said.frame.connectionId) ?? '' };
  }

  #socket(exchange: Exchange): LiveSocket {
    const known = this.all.get(exchange.op);
    if (known) return known;
    const projectId = exchange.sent.message.params.projectId;
    const { op, actor } = exchange;
    const made: LiveSocket = { op, actor, projectId, asked: [], pending: [], said: [], open: true, openAtEnd: false };
    this.all.set(op, made);
    return made;
  }
}

/** May this frame of the target be the answer to that frame of the client? */
function answers({ type, frame }: SaidFrame, { type: asked, frame: question }: AskedFrame): boolean {
  const isSame = (name: string) => frame[name] === undefined || frame[name] === question[name];
  if (type === 'error') {
    // Refused at once, before hello is answered.
    if (frame.code === 'not_connected') return asked !== 'hello';
    return isSame('sessionId') && isSame('clientMsgId');
  }
  const due = (liveAnswers as Record<string, string>)[asked]?.split(' or ') ?? [];
  if (!due.includes(type)) return false;
  if (type === 'session_cleared') return question.sessionId === null;
  return type === 'connected' || (isSame('sessionId') && isSame('clientMsgId'));
}
