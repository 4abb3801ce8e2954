import { type Call, type Link, LinkError } from '../../simulators/ports.ts';
import { parseBody, rawRequest } from '../../simulators/stage/bytes.ts';
import { route } from '../wire/index.ts';

/** A link over the global fetch and WebSocket, as a client in a browser has it. */
export function fetchLink(baseUrl: string): Link {
  return {
    async request(call: Call) {
      const { method, path, headers, body } = rawRequest(call);
      let response: Response;
      try {
        response = await fetch(baseUrl + path, { method, headers, ...(body !== undefined && { body }) });
      } catch {
        throw new LinkError('connection-lost');
      }
      const { status } = response;
      return { status, headers: Object.fromEntries(response.headers), body: parseBody(await response.text()) };
    },
    connect({ operation, params }, handlers) {
      const socket = new WebSocket(baseUrl.replace(/^http/, 'ws') + route(operation, params).path);
      socket.addEventListener('open', () => handlers.open());
      socket.addEventListener('message', ({ data }) => handlers.frame(parseBody(String(data))));
      socket.addEventListener('close', ({ code, reason }) => handlers.close(code, reason));
      return {
        send: (frame) => socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame)),
        close: (code) => socket.close(code),
      };
    },
    listen: () => Promise.reject(new Error('A browser listens to nobody.')),
  };
}
