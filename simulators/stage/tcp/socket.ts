import { WebSocket } from 'ws';
import { route } from '../../../contracts/wire/index.ts';
import type { Call, Socket, SocketHandlers } from '../../ports.ts';
import { parsed } from './request.ts';

/** Milliseconds the connection may stay after the server's close frame: the frame is what counts. */
const closeTimeout = 100;
const handshakeTimeout = 10_000;

/** Opens a WebSocket; the token travels as the Authorization header. */
export function openSocket(
  baseUrl: URL,
  { operation, params, token, headers }: Pick<Call, 'operation' | 'params' | 'token' | 'headers'>,
  handlers: SocketHandlers,
): Socket & { terminate(): void } {
  const base = baseUrl.href.replace(/^http/, 'ws').replace(/\/$/, '');
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const options = {
    headers: { ...authorization, ...headers },
    perMessageDeflate: false,
    handshakeTimeout,
    closeTimeout,
  };
  const socket = new WebSocket(base + route(operation, params).path, options);
  let refusal = '';
  // Before `open`: the first frame can come with the upgrade.
  socket.on('message', (data) => handlers.frame(parsed(String(data))));
  socket.on('open', () => handlers.open());
  socket.on('unexpected-response', (_request, response) => {
    refusal = `HTTP ${response.statusCode}`;
    socket.terminate();
  });
  socket.on('error', () => {}); // `close` follows.
  socket.on('close', (code, reason) => handlers.close(code, refusal || String(reason)));
  return {
    send(frame) {
      if (socket.readyState === WebSocket.OPEN) socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
    },
    close: (code) => socket.close(code),
    terminate: () => socket.terminate(),
  };
}
