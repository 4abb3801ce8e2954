import type { FeedFrame } from '../../../contracts/wire/index.ts';
import type { Order, ProjectCalls } from '../calls.ts';
import type { Sql } from '../platform.ts';
import { insertSession, tell } from '../project-data/sessions.ts';
import type { Rules } from '../rules.ts';

/** What several mutants share: the session is one transaction, its first message another. */
export function storeSessionAlone(sql: Sql, rules: Rules, order: Order, now: number): FeedFrame[] {
  insertSession(sql, order, now);
  return [tell(sql, rules, 'session.created', order.sessionId, now)];
}

export async function storeFirstMessage(project: ProjectCalls, { sessionId, prompt }: Order): Promise<void> {
  const message = { ...prompt, role: 'user', createdAt: Date.now() } as const;
  const user = { role: 'user', subject: '', madeFor: null } as const;
  await project.appendMessages(user, sessionId, [{ ok: true, message }]);
}

export async function makeSessionThenMessage(project: ProjectCalls, order: Order): Promise<void> {
  await project.createSession(order);
  await storeFirstMessage(project, order);
}
