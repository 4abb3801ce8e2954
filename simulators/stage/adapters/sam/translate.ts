import { limits, type Message, type Session, type Task } from '../../../../contracts/wire/index.ts';
import type { Ids } from '../ids.ts';
import type { SamMessage, SamSession } from './wire.ts';

/** Topics from this length on, in UTF-16 units, may be cut. */
const longTopic = 80;

/** What Simple Agent Manager shows, in the words of the contract, for the sessions of one play. */
export class Translation {
  readonly #ids: Ids;
  readonly #projectId: string;
  /** Sessions that this play has stopped by hand: the system does not say who stopped one. */
  readonly stopped = new Set<string>();
  /** First messages, by session. */
  readonly prompts = new Map<string, string>();
  /** Places of messages in their session, in the order in which they were first seen: the system counts none. */
  readonly #places = new Map<string, Map<string, number>>();

  constructor(ids: Ids, projectId: string) {
    this.#ids = ids;
    this.#projectId = projectId;
  }

  /** Is it of this play? Also one that the play did not ask for, but that belongs to its task or workspace. */
  isOwn({ id, taskId, workspaceId }: Pick<SamSession, 'id' | 'taskId' | 'workspaceId'>): boolean {
    const ids = this.#ids;
    const own = ids.isOwn('session', id) || ids.isOwn('task', taskId) || ids.isOwn('workspace', workspaceId);
    if (own) ids.own('session', id);
    return own;
  }

  session(of: SamSession): Session {
    const ids = this.#ids;
    // Shown when the simulated VM agent knows of it: until then nobody has ordered it.
    const workspaceId = ids.isOwn('workspace', of.workspaceId) ? of.workspaceId : null;
    return {
      sessionId: ids.canonical('session', of.id),
      projectId: this.#projectId,
      taskId: ids.canonical('task', of.taskId ?? `none of ${of.id}`),
      workspaceId: workspaceId === null ? null : ids.canonical('workspace', workspaceId),
      topic: this.#topic(of),
      status: of.status,
      messageCount: of.messageCount,
      createdAt: of.createdAt,
      agentCompletedAt: of.agentCompletedAt,
      stoppedAt: of.status === 'stopped' ? of.endedAt : null,
    };
  }

  /** It cuts the first message elsewhere than the contract does: a topic that is cut is cut again, from the whole. */
  #topic({ id, topic }: SamSession): string {
    const prompt = this.prompts.get(id);
    const text = topic ?? '';
    const isCut = prompt?.startsWith(text.replace(/(\.\.\.|…)$/, '')) && text.length >= longTopic;
    return [...(isCut && prompt ? prompt : text)].slice(0, limits.topicCharacters).join('');
  }

  /** A task, as its session tells of it. */
  task(of: SamSession): Task {
    const { sessionId, projectId, taskId, workspaceId, createdAt } = this.session(of);
    const ended = this.stopped.has(of.id) || of.agentCompletedAt === null ? 'stopped' : 'completed';
    const status = of.status === 'stopped' ? ended : workspaceId === null ? 'queued' : 'running';
    const updatedAt = Math.max(createdAt, of.agentCompletedAt ?? 0, of.endedAt ?? 0);
    return { taskId, projectId, sessionId, status, createdAt, updatedAt };
  }

  message(sessionId: string, { id, role, content, createdAt }: SamMessage): Message {
    return {
      messageId: this.#ids.canonical('message', id),
      sessionId: this.#ids.canonical('session', sessionId),
      seq: this.place(sessionId, id),
      role,
      content,
      createdAt,
      storedAt: createdAt,
    };
  }

  place(sessionId: string, messageId: string): number {
    const places = this.#places.get(sessionId) ?? new Map<string, number>();
    this.#places.set(sessionId, places);
    const place = places.get(messageId) ?? places.size + 1;
    places.set(messageId, place);
    return place;
  }
}
