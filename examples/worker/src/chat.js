/** A chat, as a tutorial would have it: one Durable Object for each room, messages over HTTP, news over WebSockets. */
import { DurableObject } from 'cloudflare:workers';

export class ChatRoom extends DurableObject {
  messages = [];
  sockets = new Set();
  saving = null;

  constructor(ctx, env) {
    super(ctx, env);
    ctx.blockConcurrencyWhile(async () => {
      this.messages = (await ctx.storage.get('messages')) ?? [];
    });
  }

  list() {
    return this.messages;
  }

  add(message) {
    this.messages.push(message);
    // Saving on every message would be slow: every few seconds is enough.
    this.saving ??= setTimeout(() => this.save(), 5000);
    for (const socket of this.sockets) socket.send(JSON.stringify({ type: 'message', message }));
    return message;
  }

  async save() {
    this.saving = null;
    await this.ctx.storage.put('messages', this.messages);
  }

  fetch() {
    const [client, server] = Object.values(new WebSocketPair());
    server.accept();
    this.sockets.add(server);
    server.addEventListener('message', (event) => {
      if (event.data === 'ping') server.send('pong');
    });
    server.addEventListener('close', () => this.sockets.delete(server));
    return new Response(null, { status: 101, webSocket: client });
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
    const known = (await room.list()).find((message) => message.id === id);
    if (known) return Response.json(known);
    return Response.json(await room.add({ id, author, text, sentAt, at: Date.now() }), { status: 201 });
  },
};
