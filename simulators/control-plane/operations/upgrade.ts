import { reach } from '../failures.ts';
import { isUpgrade, subprotocols } from '../http/authenticate.ts';
import { Refused } from '../http/refused.ts';

const subprotocol = 'session-api.v1';

/**
 * Opens a socket at an object. The object gets a request of our own making: of the caller's, nothing but `headers`
 * matters there. @throws Refused for a request that is no upgrade
 */
export async function upgrade(
  request: Request,
  object: { fetch(request: Request): Promise<Response> },
  name: 'events' | 'live' | 'terminal',
  headers: Record<string, string>,
): Promise<Response> {
  if (!isUpgrade(request)) throw new Refused('malformed_request', 'This path is for WebSocket upgrades.');
  const opened = await reach(`the socket (${name})`, () =>
    object.fetch(new Request(`https://object/${name}`, { headers: { upgrade: 'websocket', ...headers } })),
  );
  const answer = new Response(null, { status: 101, webSocket: opened.webSocket });
  if (subprotocols(request).includes(subprotocol)) answer.headers.set('sec-websocket-protocol', subprotocol);
  return answer;
}
