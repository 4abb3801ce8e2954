import type { Random } from '../ports.ts';
import { type ChatRules, correctChatRules } from './chat/rules.ts';
import { correctPhasePanelRules, type PhasePanelRules } from './phases/rules.ts';

/** Every decision of the frontend that could be wrong. */
export interface Rules extends ChatRules, PhasePanelRules {
  /** Idempotency-Key of a new submit. */
  submitKey(random: Random): string;
  /** Idempotency-Key of the same submit sent again: the same, or there would be two tasks (TASK-1). */
  resubmitKey(key: string, random: Random): string;
  /** `after` of a subscription on a new socket. `cursor` is the last one seen, or where the subscription began (TASK-13). */
  resumeAfter(cursor: number): number | null;
  /** May a socket closed like this be opened again? */
  reconnects(code: number, reason: string): boolean;
  /** Milliseconds before reconnect attempt `attempt` (from 1); null: no further attempt. */
  reconnectDelay(attempt: number): number | null;
  /** What shows that a connection works, so that attempts count from zero again. */
  worksFrom: 'open' | 'subscribed';
  /** Milliseconds a `pong` may take. */
  pongTimeout: number;
}

const delays = [1_000, 2_000, 4_000, 8_000, 16_000];
/** How a refused handshake is seen, where it can be seen: its status will not change by asking again. */
const refusedHandshake = /^HTTP (401|403|404)$/;

export const correctRules: Rules = {
  ...correctChatRules,
  ...correctPhasePanelRules,
  submitKey: (random) => random.uuid(),
  resubmitKey: (key) => key,
  resumeAfter: (cursor) => cursor,
  reconnects: (code, reason) => code !== 1008 && !refusedHandshake.test(reason),
  reconnectDelay: (attempt) => delays[attempt - 1] ?? null,
  worksFrom: 'subscribed',
  pongTimeout: 10_000,
};

/** A known bug of a frontend: the rules it replaces. */
export interface FrontendMutant {
  id: string;
  /** The requirement it breaks. */
  requirement: string;
  side: 'frontend';
  title: string;
  rules: Partial<Rules>;
}
