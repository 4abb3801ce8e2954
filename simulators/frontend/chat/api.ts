import { type LiveEvent, type LiveSession, type NewLiveSession, operations } from '../../../contracts/wire/index.ts';
import type { Call, Ports } from '../../ports.ts';
import { type Asked, ask, askAll, type Problem } from '../ask.ts';

/** A list, and how reading it ended; after a problem it has the rows of the pages before. */
interface Listed<Row> {
  status: 'ok' | 'failed' | 'unknown';
  rows: Row[];
  problem?: Problem;
}
export type LiveHistoryRead = Listed<LiveEvent>;
export type LiveSessionsRead = Listed<LiveSession>;

/** The requests of the chat: none is repeated by itself. */
export class ChatApi {
  readonly #ports: Ports;
  readonly #projectId: string;
  readonly #token: string;

  constructor(ports: Ports, { projectId, token }: { projectId: string; token: string }) {
    this.#ports = ports;
    this.#projectId = projectId;
    this.#token = token;
  }

  create(sessionId: string, body: NewLiveSession): Promise<Asked<LiveSession>> {
    const call = { ...this.#call('createLiveSession', { sessionId }), body };
    return ask(this.#ports, call, operations.createLiveSession.answers[200]);
  }

  /** All durable events of a session. */
  history(sessionId: string): Promise<LiveHistoryRead> {
    return askAll(
      (after: number | undefined) =>
        ask(this.#ports, this.#page('liveHistory', { sessionId }, { after }), operations.liveHistory.answers[200]),
      ({ events, nextAfter }) => ({ rows: events, next: nextAfter }),
    );
  }

  sessions(): Promise<LiveSessionsRead> {
    return askAll(
      (cursor: string | undefined) =>
        ask(this.#ports, this.#page('listLiveSessions', {}, { cursor }), operations.listLiveSessions.answers[200]),
      ({ sessions, nextCursor }) => ({ rows: sessions, next: nextCursor }),
    );
  }

  #call(operation: Call['operation'], params: Record<string, string> = {}): Call {
    return { operation, params: { projectId: this.#projectId, ...params }, token: this.#token };
  }

  #page(
    operation: Call['operation'],
    params: Record<string, string>,
    page: Record<string, string | number | undefined>,
  ): Call {
    const given = Object.entries(page).filter((entry): entry is [string, string | number] => entry[1] !== undefined);
    return { ...this.#call(operation, params), query: Object.fromEntries(given) };
  }
}
