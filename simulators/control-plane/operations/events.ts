import { reach } from '../failures.ts';
import { isUpgrade, subprotocols } from '../http/authenticate.ts';
import { Refused } from '../http/refused.ts';
import { type Ask, projectDataOf } from './handler.ts';

const subprotocol = 'session-api.v1';

/** The object gets a request of our own making: of the caller's, nothing but the expiry of its token matters there. */
export async function events(ask: Ask): Promise<Response> {
  if (!isUpgrade(ask.request)) throw new Refused('malformed_request', 'This path is for WebSocket upgrades.');
  const headers = { upgrade: 'websocket', 'x-token-expires-at': String(ask.caller.expiresAt) };
  const opened = await reach('the events', () =>
    projectDataOf(ask).fetch(new Request('https://project-data/events', { headers })),
  );
  const answer = new Response(null, { status: 101, webSocket: opened.webSocket });
  if (subprotocols(ask.request).includes(subprotocol)) answer.headers.set('sec-websocket-protocol', subprotocol);
  return answer;
}
