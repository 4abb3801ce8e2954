/** The chat with its bugs mended: the room itself looks and adds in one step, and answers when the message is stored. */
import { DurableObject } from 'cloudflare:workers';

export class ChatRoom extends DurableObject {
  constructor(ctx, env) {
    super(ctx, env);
    ctx.storage.sql.exec('CREATE TABLE IF NOT EXISTS messages (id TEXT PRIMARY KEY, message TEXT)');
  }

  list() {
    return [...this.ctx.storage.sql.exec('SELECT message FROM messages ORDER BY rowid')].map((row) =>
      JSON.parse(row.message),
    );
  }

  add(message) {
    const known = this.list().find(({ id }) => id === message.id);
    if (known) return { message: known, isNew: false };
    this.ctx.storage.sql.exec('INSERT INTO messages VALUES (?, ?)', message.id, JSON.stringify(message));
    for (const socket of this.ctx.getWebSockets()) socket.send(JSON.stringify({ type: 'message', message }));
    return { message, isNew: true };
  }

  fetch() {
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }

  webSocketMessage(socket, text) {
    if (text === 'ping') socket.send('pong');
  }
}

export default {
  async fetch(request, env) {
    if (request.headers.get('x-chat-key') !== env.CHAT_KEY) return new Response('Who are you?', { status: 401 });
    const [, roomId, what] = /^\/rooms\/([\w-]+)\/(messages|ws)$/.exec(new URL(request.url).pathname) ?? [];
    if (!roomId) return new Response('Not found', { status: 404 });
    const room = env.ROOMS.get(env.ROOMS.idFromName(roomId));
    if (what === 'ws') return room.fetch(request);
    if (request.method === 'GET') return Response.json(await room.list());

    const { id, author, text, sentAt } = await request.json();
    try {
      const { message, isNew } = await room.add({ id, author, text, sentAt, at: Date.now() });
      return Response.json(message, { status: isNew ? 201 : 200 });
    } catch {
      // Whether it was stored is not known: with the same id it can be sent again.
      return new Response('Try again', { status: 503 });
    }
  },
};
