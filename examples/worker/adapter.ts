import * as rehearsal from 'dress-rehearsal';
import { z } from 'dress-rehearsal';

const options = z.object({ url: z.url(), key: rehearsal.secret() });
const author = z.enum(['user', 'assistant', 'system', 'tool']);
/** A message as the chat has it. */
const said = z.object({ id: z.string(), author, text: z.string(), sentAt: z.number(), at: z.number() });
/** A session is a room, a task its first message. */
type Room = { projectId: string; taskId: string; sessionId: string; workspaceId: string | null; createdAt: number };

/** What the adapter knows in one play. */
class Chat extends rehearsal.OneProject<z.infer<typeof options>, string> {
  readonly rooms = new Map<string, Room>();
  readonly feeds = new Set<rehearsal.LiveFeed>();
  get headers() {
    return { 'x-chat-key': this.tools.options.key };
  }
  ask(method: 'GET' | 'POST', sessionId: string, body?: Omit<z.infer<typeof said>, 'at'>) {
    return this.tools.wire.request({ method, path: `/rooms/${sessionId}/messages`, headers: this.headers, body });
  }
  room(sessionId: string): Room {
    const room = this.rooms.get(sessionId);
    if (!room) throw rehearsal.refused('not_found', 'There is no such room.');
    return room;
  }
  async list({ sessionId }: Room) {
    const stored = (await this.ask('GET', sessionId)).read({ 200: z.array(said) });
    return stored.map(({ id, author, text, sentAt, at }, index) => {
      const given = { messageId: id, role: author, content: text, createdAt: sentAt };
      return { ...given, sessionId, seq: index + 1, storedAt: at };
    });
  }
  async session(room: Room) {
    const messages = await this.list(room);
    const topic = rehearsal.topicOf(messages[0]?.content);
    const told = { topic, messageCount: messages.length, status: 'active' as const };
    return { ...room, ...told, agentCompletedAt: null, stoppedAt: null };
  }
  /** The chat has no machines: the simulated VM agent is told by the adapter what to work on. */
  async order(room: Room, prompt: { messageId: string; content: string }): Promise<void> {
    const workspaceId = this.tools.newId();
    const token = this.tokens.give('vm-agent');
    await this.tools.node.createWorkspace({ ...room, workspaceId, token, prompt });
    room.workspaceId = workspaceId;
  }
  /** Tells a client what the chat tells on the sockets of its rooms. */
  feed(client: rehearsal.Client<'events'>) {
    const open = (sessionId: string) => {
      const frame = (told: unknown) =>
        feed.tell(async () => {
          const { message } = z.object({ message: said }).parse(told);
          const found = (await this.list(this.room(sessionId))).findLast(({ messageId }) => messageId === message.id);
          return found && rehearsal.messageNew(found);
        });
      const { headers } = this;
      return this.tools.wire.open({ path: `/rooms/${sessionId}/ws`, headers, frame, close: client.close });
    };
    const feed = new rehearsal.LiveFeed(client, this.tools, {
      exists: (sessionId) => this.rooms.has(sessionId),
      each: { sessions: () => this.rooms.keys(), open },
      close: () => this.feeds.delete(feed),
    });
    this.feeds.add(feed);
    return feed;
  }
}

export default rehearsal.defineAdapter({
  name: 'chat',
  title: 'The chat of examples/worker',
  options,
  baseUrl: ({ url }) => url,
  guarantees: { seq: 'gapless', ack: 'message', feed: 'live', idempotency: 'none' },
  orders: true,
  connect: (tools) => new Chat(tools),
  provisioning: rehearsal.oneProject<Chat>(({ role }) => role),
  capabilities: {
    tasks: {
      async submitTask({ body }, chat) {
        const { newId, now } = chat.tools;
        const [taskId, sessionId, messageId] = [newId(), newId(), newId()];
        const createdAt = now();
        const saying = { id: messageId, author: 'user' as const, text: body.message, sentAt: createdAt };
        (await chat.ask('POST', sessionId, saying)).read({ 201: said });
        const room = { projectId: chat.projectId, taskId, sessionId, workspaceId: null, createdAt };
        chat.rooms.set(sessionId, room);
        for (const feed of chat.feeds) await feed.listen();
        chat.tools.beside(chat.order(room, { messageId, content: body.message }));
        return { status: 201, body: { taskId, sessionId, messageId } };
      },
      getSession: async ({ params }, chat) => ({ status: 200, body: await chat.session(chat.room(params.sessionId)) }),
      async listSessions(_, chat) {
        const sessions = await Promise.all([...chat.rooms.values()].reverse().map((room) => chat.session(room)));
        return { status: 200, body: { sessions, nextCursor: null } };
      },
    },
    messages: {
      async appendMessages({ params: { sessionId }, body }, chat) {
        const room = chat.room(sessionId);
        const results = await rehearsal.oneByOne(body.messages, async ({ messageId, role, content, createdAt }) => {
          const saying = { id: messageId, author: role, text: content, sentAt: createdAt };
          const answer = await chat.ask('POST', sessionId, saying);
          const { text } = answer.read({ 200: said, 201: said });
          if (text !== content)
            return { status: 'rejected', messageId, code: 'message_conflict', detail: 'Another message has this id.' };
          const seq = 1 + (await chat.list(room)).findIndex((stored) => stored.messageId === messageId);
          return { status: answer.status === 201 ? 'stored' : 'duplicate', messageId, seq };
        });
        return { status: 200, body: { results } };
      },
      async listMessages({ params: { sessionId }, query }, chat) {
        return { status: 200, body: rehearsal.pageOf(await chat.list(chat.room(sessionId)), query) };
      },
    },
    events: { events: (_, client, chat) => chat.feed(client) },
  },
});
