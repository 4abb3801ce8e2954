import type { HistoryEvent } from '../../../../contracts/trace/index.ts';
import type { Exchange } from '../../check.ts';
import { fields, said, text } from '../../reading.ts';

/** Who a token was made for. */
export interface Holder {
  role: string;
  projectId: string;
  /** The user and the project, where it is a user's. */
  user?: string;
  /** Virtual milliseconds since the scenario began. */
  expires: number;
}

/** Follows which tokens are made. */
export class Tokens {
  readonly #holders = new Map<string, Holder>();

  on(event: HistoryEvent, exchange: Exchange | undefined): void {
    const made = said(event, exchange, 'createToken');
    const token = text(made?.body.token);
    if (!made || token === undefined) return;
    const { role, userId, projectId, expiresInSeconds } = fields(made.exchange.sent.message.body);
    const expires =
      typeof expiresInSeconds === 'number' ? made.time + expiresInSeconds * 1000 : Number.POSITIVE_INFINITY;
    const user = text(userId);
    this.#holders.set(token, {
      role: String(role),
      projectId: String(projectId),
      expires,
      ...(role === 'user' && user !== undefined ? { user: `${user} of ${projectId}` } : {}),
    });
  }

  /** undefined: nobody knows whose it is. */
  holderOf(token: string | undefined): Holder | undefined {
    return token === undefined ? undefined : this.#holders.get(token);
  }

  userOf(token: string | undefined): string | undefined {
    return this.holderOf(token)?.user;
  }
}
