import type { Said } from './wire.ts';

/** A connection of one user, over which sessions are followed and talked to: one socket of the system, or several. */
export interface Line {
  /** The time there when it was connected, in milliseconds since 1970. */
  readonly at: number;
  /**
   * From its return on, what happens in the session is heard.
   *
   * @throws Refused where there is no such session, or it is another user's
   */
  follow(sessionId: string): Promise<void>;
  leave(sessionId: string): void;
  /** Sends a message in a session that is followed. */
  say(sessionId: string, prompt: string, resume: boolean): void;
  /** Ends the running reply; absent where that cannot be said. */
  cancel?(sessionId: string): void;
  /** Resolves with the answer; absent where there is none. */
  ping?(): Promise<void>;
  close(): void;
}

/** Who listens on a line. */
export interface Hearer {
  said(sessionId: string, said: Said): void;
  /** The system, or the network (1006), has closed it. */
  closed(code: number, reason: string): void;
}
