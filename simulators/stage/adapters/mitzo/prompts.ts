import { type LiveEvent, type LiveServerFrame, limits } from '../../../../contracts/wire/index.ts';
import type { Connection } from './connection.ts';
import type { MitzoPlay } from './play.ts';
import type { SaidPrompt, Session } from './session.ts';
import type { MitzoFrame } from './wire.ts';

type Asked = {
  type: 'send' | 'interrupt';
  sessionId: string;
  clientMsgId: string;
  prompt: string;
  resume?: boolean;
};

interface Waiting extends Asked {
  session: Session;
  before: SaidPrompt | undefined;
  /** It was stored before it was said here. */
  isKnown: boolean;
}

/** The prompts of one connection, from the moment they are said until the system shows that it has them. */
export class Prompts {
  readonly #play: MitzoPlay;
  readonly #watched: Set<Session>;
  readonly #waiting = new Map<string, Waiting>();

  /** @param watched sessions that the connection watches: whoever sends is one of them */
  constructor(play: MitzoPlay, watched: Set<Session>) {
    this.#play = play;
    this.#watched = watched;
  }

  /** Says a prompt. The first one of a session is said to none, and answers that it makes the session. */
  async say(
    asked: Asked,
    connection: Connection,
    isHeard: () => boolean,
  ): Promise<{ session: Session; makes: boolean }> {
    const { tools } = this.#play;
    const { type, clientMsgId, prompt } = asked;
    if (Buffer.byteLength(prompt) > limits.messageBytes) throw tools.lacks('limit of a prompt');
    const session = this.#play.session(asked.sessionId);
    const before = session.said.get(clientMsgId);
    // Another one is making the session: this is no first message any more.
    if (!before && session.said.size > 0) await this.#play.foreignOf(session);
    const isAgain = before?.type === type && before.prompt === prompt;
    const frame = isAgain ? before.frame : this.#frameOf(asked, session);
    if (!before) session.said.set(clientMsgId, { type, prompt, frame, isHeard });
    const isKnown = session.accepted.has(clientMsgId) || before?.isHeard() === true;
    this.#waiting.set(clientMsgId, { ...asked, session, before, isKnown });
    connection.say(frame);
    return { session, makes: frame.sessionId === null };
  }

  #frameOf({ type, sessionId, clientMsgId, prompt, resume }: Asked, session: Session): Record<string, unknown> {
    const { tools, sessions } = this.#play;
    const { foreign, record } = session;
    const isOwn = sessions.has(sessionId);
    const id = session.promptId(clientMsgId);
    if (isOwn && type === 'interrupt' && foreign === undefined) throw tools.lacks('session before its first message');
    // Whether it resumes is in no frame there.
    if (isOwn && type === 'send' && resume !== (foreign !== undefined)) throw tools.lacks('word for a wrong `resume`');
    return foreign === undefined && record
      ? { type, sessionId: null, prompt, clientMsgId: id, mode: record.mode }
      : { type, sessionId: foreign ?? sessionId, prompt, clientMsgId: id };
  }

  /** Was it said before, and is not answered yet? To what it has already the system says nothing. */
  isAgain(clientMsgId: string): boolean {
    return this.#waiting.get(clientMsgId)?.before !== undefined;
  }

  /** The answer to a prompt that the system shows as stored; undefined where none of ours waits for it. */
  stored({
    clientMsgId,
    sessionId,
    messageId,
    seq,
  }: Extract<LiveEvent, { type: 'user_message' }>): LiveServerFrame | undefined {
    const waiting = this.#waiting.get(clientMsgId);
    if (!waiting) return undefined;
    this.#waiting.delete(clientMsgId);
    waiting.session.accepted.add(clientMsgId);
    this.#watched.add(waiting.session);
    return {
      type: 'accepted',
      sessionId,
      clientMsgId,
      messageId,
      seq,
      status: waiting.isKnown ? 'duplicate' : 'stored',
    };
  }

  /** The answer to a prompt that the system refused: the one of that session, or the first that waits. */
  refused({ sessionId: foreign, error }: MitzoFrame): LiveServerFrame | undefined {
    const all = [...this.#waiting.values()];
    const refused = all.find(({ session, sessionId }) => !foreign || (session.foreign ?? sessionId) === foreign);
    if (!refused) return undefined;
    const { clientMsgId, sessionId, before, prompt, type } = refused;
    this.#waiting.delete(clientMsgId);
    const isOther = before !== undefined && (before.prompt !== prompt || before.type !== type);
    const detail = String(error);
    const told = refusalOf(detail);
    const code = isOther && told !== 'not_found' ? 'client_msg_conflict' : told;
    return { type: 'error', code, detail, sessionId, clientMsgId };
  }
}

/** Errors are texts there. Of one that is not known it is not known either what happened. */
export function refusalOf(detail: unknown): 'not_found' | 'unavailable' {
  return /not found/i.test(String(detail)) ? 'not_found' : 'unavailable';
}
