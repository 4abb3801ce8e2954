import { z } from 'zod';
import { defineAdapter, refused, secret, Tokens, type Tools } from '../../simulators/stage/adapters/index.ts';
import { Feed } from './feed.ts';

const options = z.object({ url: z.url(), key: secret() });

/** A message as the chat has it. */
const said = z.object({ id: z.string(), author: z.string(), text: z.string(), sentAt: z.number(), at: z.number() });
type Said = z.infer<typeof said>;

const role = z.enum(['user', 'assistant', 'system', 'tool']);
const newMessage = z.object({ messageId: z.uuid(), role, content: z.string().min(1), createdAt: z.number() });

type Room = { taskId: string; sessionId: string; workspaceId: string | null; createdAt: number };

/** What the adapter knows in one play: a session is a room, a task the room's first message. */
export class Chat {
  readonly tools: Tools<z.infer<typeof options>>;
  readonly tokens = new Tokens<string>();
  readonly projectId: string;
  readonly rooms = new Map<string, Room>();
  readonly feeds = new Set<Feed>();
  isAsked = false;
  #ids = 0;

  constructor(tools: Tools<z.infer<typeof options>>) {
    this.tools = tools;
    this.projectId = this.newId('project');
  }

  newId(kind: string): string {
    this.#ids += 1;
    return this.tools.ids.canonical(kind, this.#ids);
  }

  get headers() {
    return { 'x-chat-key': this.tools.options.key };
  }

  /** Asks something of a room. */
  ask(method: 'GET' | 'POST', sessionId: string, body?: Omit<Said, 'at'>) {
    return this.tools.wire.request({ method, path: `/rooms/${sessionId}/messages`, headers: this.headers, body });
  }

  room(sessionId: string): Room {
    const room = this.rooms.get(sessionId);
    if (!room) throw refused('not_found', 'There is no such room.');
    return room;
  }

  async list(sessionId: string) {
    const stored = (await this.ask('GET', sessionId)).read({ 200: z.array(said) });
    return stored.map(({ id, author, text, sentAt, at }, index) => {
      const given = { messageId: id, role: role.parse(author), content: text, createdAt: sentAt };
      return { ...given, sessionId, seq: index + 1, storedAt: at };
    });
  }

  /** Stores one message of a batch, if it is one. */
  async store(sessionId: string, given: unknown) {
    const read = newMessage.safeParse(given);
    const sentId = Object(given).messageId;
    const rejected = { status: 'rejected' as const, messageId: typeof sentId === 'string' ? sentId : null };
    if (!read.success) return { ...rejected, code: 'malformed_message' as const, detail: 'It is no message.' };
    const { messageId, role, content, createdAt } = read.data;
    const saying = { id: messageId, author: role, text: content, sentAt: createdAt };
    const answer = await this.ask('POST', sessionId, saying);
    const message = answer.read({ 200: said, 201: said });
    if (message.text !== content || message.author !== role)
      return { ...rejected, code: 'message_conflict' as const, detail: 'Another message has this id.' };
    const seq = 1 + (await this.list(sessionId)).findIndex((stored) => stored.messageId === messageId);
    return { status: answer.status === 201 ? ('stored' as const) : ('duplicate' as const), messageId, seq };
  }

  async session(room: Room) {
    const { taskId, sessionId, workspaceId, createdAt } = room;
    const messages = await this.list(sessionId);
    const topic = [...(messages[0]?.content ?? '')].slice(0, 80).join('');
    const counted = { topic, messageCount: messages.length, status: 'active' as const };
    const times = { createdAt, agentCompletedAt: null, stoppedAt: null };
    return { sessionId, projectId: this.projectId, taskId, workspaceId, ...counted, ...times };
  }

  /** The chat has no machines: the simulated VM agent is told by the adapter what to work on. */
  async order(room: Room, prompt: { messageId: string; content: string }): Promise<void> {
    const { taskId, sessionId } = room;
    const workspaceId = this.newId('workspace');
    const token = this.tokens.give('vm-agent');
    const ids = { projectId: this.projectId, taskId, sessionId, workspaceId };
    await this.tools.node.createWorkspace({ ...ids, token, prompt });
    room.workspaceId = workspaceId;
  }
}

export default defineAdapter({
  name: 'chat',
  title: 'The chat of examples/worker',
  options,
  baseUrl: ({ url }) => url,
  guarantees: { seq: 'gapless', ack: 'message', feed: 'live', idempotency: 'none' },
  orders: true,
  connect: (tools) => new Chat(tools),
  provisioning: {
    createProject(_, chat) {
      if (chat.isAsked) throw chat.tools.lacks('second project');
      chat.isAsked = true;
      return { status: 201, body: { projectId: chat.projectId } };
    },
    createToken: ({ body }, chat) => {
      if (body.expiresInSeconds < 3600) throw chat.tools.lacks('token that expires');
      const expiresAt = chat.tools.now() + body.expiresInSeconds * 1000;
      return { status: 201, body: { token: chat.tokens.give(body.role), expiresAt } };
    },
  },
  capabilities: {
    tasks: {
      async submitTask({ body }, chat) {
        const [taskId, sessionId, messageId] = [chat.newId('task'), chat.newId('room'), chat.newId('message')];
        const createdAt = chat.tools.now();
        const saying = { id: messageId, author: 'user', text: body.message, sentAt: createdAt };
        (await chat.ask('POST', sessionId, saying)).read({ 201: said });
        const room = { taskId, sessionId, workspaceId: null, createdAt };
        chat.rooms.set(sessionId, room);
        for (const feed of chat.feeds) await feed.listen(sessionId);
        chat.tools.beside(chat.order(room, { messageId, content: body.message }));
        return { status: 201, body: { taskId, sessionId, messageId } };
      },
      getSession: async ({ params }, chat) => ({ status: 200, body: await chat.session(chat.room(params.sessionId)) }),
      async listSessions(_, chat) {
        const sessions = [];
        for (const room of chat.rooms.values()) sessions.unshift(await chat.session(room));
        return { status: 200, body: { sessions, nextCursor: null } };
      },
    },
    messages: {
      async appendMessages({ params: { sessionId }, body }, chat) {
        chat.room(sessionId);
        const results = [];
        for (const given of body.messages) results.push(await chat.store(sessionId, given));
        return { status: 200, body: { results } };
      },
      async listMessages({ params: { sessionId }, query }, chat) {
        chat.room(sessionId);
        const rest = (await chat.list(sessionId)).filter(({ seq }) => seq > (query.after ?? 0));
        const messages = rest.slice(0, query.limit ?? 50);
        const nextAfter = rest.length > messages.length ? (messages.at(-1)?.seq ?? null) : null;
        return { status: 200, body: { messages, nextAfter } };
      },
    },
    events: { events: (_, client, chat) => new Feed(chat, client) },
  },
});
