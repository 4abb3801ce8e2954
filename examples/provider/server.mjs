/**
 * A small provider of the session API in plain Node: tasks, messages and events, in memory. It shows what a provider
 * team writes so that its pacts can be verified: the API itself, and the provider states of `states.mjs`.
 *
 *     node examples/provider/server.mjs 8080
 */
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { WebSocketServer } from 'ws';
import { answer, authenticate } from './api.mjs';
import { serveFeed } from './feed.mjs';
import { changeState } from './states.mjs';
import { createStore } from './store.mjs';

/** Serves on 127.0.0.1. `alter` may change what goes out: answers, and frames of the socket. */
export async function serve({ port = 0, alter = { answer: (said) => said, frame: (frame) => frame } } = {}) {
  const state = createStore();
  const server = createServer(async (request, response) => {
    const text = String(await buffer(request));
    const end = (status, headers, body) => {
      response.writeHead(status, headers);
      response.end(body === undefined ? undefined : JSON.stringify(body));
    };
    if (request.url === '/states') {
      const [status, body] = changeState(state, JSON.parse(text));
      return end(status, { 'Content-Type': 'application/json' }, body);
    }
    const { method, url: path, headers } = request;
    const said = alter.answer(answer(state, { method, path, headers, text }), { method, path });
    end(said.status, said.headers, said.body);
  });
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    const [, projectId] = /^\/v1\/projects\/([^/]+)\/events$/.exec(request.url) ?? [];
    const { caller, refused } = authenticate(state, request.headers.authorization, projectId);
    if (!caller) {
      socket.end(
        `HTTP/1.1 ${refused.status} Refused\r\nContent-Type: application/problem+json\r\n\r\n${JSON.stringify(refused.body)}`,
      );
      return;
    }
    sockets.handleUpgrade(request, socket, head, (opened) => {
      const send = opened.send.bind(opened);
      opened.send = (text) => {
        const frame = alter.frame(JSON.parse(text));
        if (frame) send(JSON.stringify(frame));
      };
      serveFeed(opened, caller.project);
    });
  });
  await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${server.address().port}`;
  return {
    url,
    statesUrl: `${url}/states`,
    stop() {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { url, statesUrl } = await serve({ port: Number(process.argv[2] ?? 0) });
  console.log(`The API is on ${url}, its provider states on ${statesUrl}`);
}
