import type { WireAnswer } from '../read-answer.ts';
import type { Tokens } from '../tokens.ts';
import type { Tools } from '../tools.ts';
import type { SamOptions } from './options.ts';
import { type SamMessage, type SamSession, sessionDetail, sessionPage } from './wire.ts';

/** Whom a token of the play stands for. `workspaceId` is that of the system. */
export type Credential = { role: 'user'; cookie: string } | { role: 'vm-agent'; workspaceId: string };

/** Rows of a page of sessions, at most. */
const mostSessions = 100;
/** Messages of a page, at most. */
const mostMessages = 500;

/** The requests of one play to Simple Agent Manager, each with the credentials of whoever asks. */
export class SamClient {
  readonly tools: Tools<SamOptions>;
  readonly tokens: Tokens<Credential>;
  /** Whose cookie the adapter looks with by itself. */
  readonly watcher: string;

  /** @param tokens those of the play */
  constructor(tools: Tools<SamOptions>, tokens: Tokens<Credential>) {
    this.tools = tools;
    this.tokens = tokens;
    this.watcher = this.tokens.give({ role: 'user', cookie: tools.options.cookie });
  }

  /** Path in the project of the run. */
  inProject(path: string): string {
    return `/api/projects/${encodeURIComponent(this.tools.options.projectId)}${path}`;
  }

  /** A token that is none of the play's is sent as it is: whether it is refused is for the system to say. */
  headersFor(token: string | null): Record<string, string> {
    const credential = this.tokens.find(token);
    if (credential?.role === 'user') return { cookie: credential.cookie };
    if (credential) return { authorization: `Bearer ${this.tools.options.agentToken}` };
    return token === null ? {} : { authorization: `Bearer ${token}` };
  }

  ask(method: string, path: string, token: string | null, body?: unknown): Promise<WireAnswer> {
    return this.tools.wire.request({ method, path, headers: this.headersFor(token), body });
  }

  async session(sessionId: string, token: string | null = this.watcher): Promise<SamSession> {
    const answer = await this.ask('GET', this.inProject(`/sessions/${encodeURIComponent(sessionId)}?limit=1`), token);
    return answer.read({ 200: sessionDetail }).session;
  }

  /** All messages of a session, oldest first: page by page back from the newest. */
  async messages(sessionId: string, token: string | null = this.watcher): Promise<SamMessage[]> {
    const pages: SamMessage[][] = [];
    const known = new Set<string>();
    for (let before = ''; ; ) {
      const path = this.inProject(`/sessions/${encodeURIComponent(sessionId)}?limit=${mostMessages}${before}`);
      const { messages, hasMore } = (await this.ask('GET', path, token)).read({ 200: sessionDetail });
      // The millisecond between two pages is in both. A message that is in one page twice is to be seen.
      const page = messages.filter(({ id }) => !known.has(id)).sort((a, b) => a.createdAt - b.createdAt);
      pages.unshift(page);
      for (const { id } of page) known.add(id);
      const [oldest] = page;
      if (!hasMore) return pages.flat();
      if (!oldest) throw this.tools.wire.unexpected(`the answer to GET ${path}`, messages, 'messages that are older');
      before = `&before=${oldest.createdAt + 1}`;
    }
  }

  /** A page of sessions, newest first. `next`: where the next one begins, null where there is none. */
  async sessions(
    token: string | null,
    { limit = mostSessions, offset = 0 }: { limit?: number; offset?: number } = {},
  ): Promise<{ sessions: SamSession[]; next: number | null }> {
    const path = this.inProject(`/sessions?limit=${Math.min(limit, mostSessions)}&offset=${offset}`);
    const { sessions, total } = (await this.ask('GET', path, token)).read({ 200: sessionPage });
    const end = offset + sessions.length;
    return { sessions, next: sessions.length > 0 && end < total ? end : null };
  }
}
