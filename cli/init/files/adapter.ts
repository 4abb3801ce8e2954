import { defineAdapter, OneProject, oneProject, pageByCursor, pageOf, secret, topicOf, z } from 'dress-rehearsal';

/**
 * Says the operations of the contract in the wire of an API, and its answers back. That of this one: `POST /rooms {text}`
 * makes a room and its first note, `GET /rooms` lists the rooms, `GET /rooms/7` is one of them, `GET /rooms/7/notes` has
 * its notes. Put in what yours has, and leave out what it lacks: that is skipped, with the reason.
 *
 *   npx rehearse list --adapter ./rehearsal/adapter.ts
 *   npx rehearse run --adapter ./rehearsal/adapter.ts --adapter-option url=http://127.0.0.1:3000
 *
 * The key is given in the environment, as REHEARSE_ADAPTER_API_KEY.
 */
const options = z.object({ url: z.url(), apiKey: secret() });
const room = z.object({ id: z.number(), title: z.string(), notes: z.number(), at: z.number() });
const author = z.enum(['user', 'assistant', 'system', 'tool']);
const note = z.object({ uid: z.string(), no: z.number(), author, text: z.string(), at: z.number() });
type Room = z.infer<typeof room>;

/** What the adapter knows in one play. A room is a task and its session, a note is a message. */
class Play extends OneProject<z.infer<typeof options>, string> {
  /** Rooms from before. Whatever comes later belongs to the play, also what the system makes by mistake. */
  readonly before = new Set<number>();
  ask(method: string, path: string, token: string | null, body?: unknown) {
    const key = this.tokens.find(token);
    return this.tools.wire.request({ method, path, headers: key ? { 'x-api-key': key } : {}, body });
  }
  async rooms(token: string | null) {
    const all = (await this.ask('GET', '/rooms', token)).read({ 200: z.array(room) });
    return all.filter(({ id }) => !this.before.has(id));
  }
  async room(token: string | null, canonical: string) {
    const id = this.tools.ids.foreign('room', canonical) ?? '0';
    return (await this.ask('GET', `/rooms/${id}`, token)).read({ 200: room });
  }
  task({ id, at }: Room) {
    const taskId = this.tools.ids.canonical('room', id);
    const { projectId } = this;
    return { taskId, projectId, sessionId: taskId, status: 'queued' as const, createdAt: at, updatedAt: at };
  }
  session({ id, title, notes, at }: Room) {
    const sessionId = this.tools.ids.canonical('room', id);
    const { projectId } = this;
    const told = { topic: topicOf(title), status: 'active' as const, messageCount: notes, createdAt: at };
    const never = { workspaceId: null, agentCompletedAt: null, stoppedAt: null };
    return { sessionId, projectId, taskId: sessionId, ...told, ...never };
  }
}

const provisioning = oneProject<Play>(
  (asked, { tools }) => {
    if (asked.role !== 'user' || asked.userId !== 'alice') throw tools.lacks('second user');
    return tools.options.apiKey;
  },
  async (play) => {
    for (const { id } of await play.rooms(play.tokens.give(play.tools.options.apiKey))) play.before.add(id);
  },
);

export default defineAdapter({
  name: 'rooms',
  title: 'Rooms',
  options,
  baseUrl: ({ url }) => url,
  // What the API promises. What is less than the contract is not judged, and its requirements are reported as unmet.
  guarantees: { seq: 'gapless', ack: 'message', feed: 'live', idempotency: 'none' },
  // One play at a time: what comes while it is played is its own.
  lanes: 1,
  connect: (tools) => new Play(tools),
  provisioning,
  capabilities: {
    tasks: {
      async submitTask({ body, token }, play) {
        const answer = await play.ask('POST', '/rooms', token, { text: body.message });
        const { id, first } = answer.read({ 201: z.object({ id: z.number(), first: z.string() }) });
        const sessionId = play.tools.ids.canonical('room', id);
        return { status: 201, body: { taskId: sessionId, sessionId, messageId: first } };
      },
      async listTasks({ query, token }, play) {
        const { page, nextCursor } = pageByCursor(await play.rooms(token), query);
        return { status: 200, body: { tasks: page.map((one) => play.task(one)), nextCursor } };
      },
      async listSessions({ query, token }, play) {
        const { page, nextCursor } = pageByCursor(await play.rooms(token), query);
        return { status: 200, body: { sessions: page.map((one) => play.session(one)), nextCursor } };
      },
      getSession: async ({ params, token }, play) => ({
        status: 200,
        body: play.session(await play.room(token, params.sessionId)),
      }),
    },
    messages: {
      async listMessages({ params: { sessionId }, query, token }, play) {
        const id = play.tools.ids.foreign('room', sessionId) ?? '0';
        const notes = (await play.ask('GET', `/rooms/${id}/notes`, token)).read({ 200: z.array(note) });
        const messages = notes.map(({ uid, no, author, text, at }) => {
          const said = { messageId: uid, role: author, content: text, createdAt: at };
          return { ...said, sessionId, seq: no, storedAt: at };
        });
        return { status: 200, body: pageOf(messages, query) };
      },
    },
  },
});
