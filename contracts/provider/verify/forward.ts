import { request as plain } from 'node:http';
import { request as secure } from 'node:https';
import { buffer } from 'node:stream/consumers';

/** Milliseconds that a provider has for one answer. */
const patience = 30_000;

/** What belongs to one connection, and is not passed on. */
const ofConnection = new Set(['connection', 'keep-alive', 'transfer-encoding', 'proxy-connection', 'te', 'trailer']);

export interface Forwarded {
  method: string;
  /** Path and query below the provider's URL. */
  path: string;
  /** Names and values in turn, as they came. */
  rawHeaders: readonly string[];
  body: Buffer;
}

export interface ProviderAnswer {
  status: number;
  rawHeaders: string[];
  body: Buffer;
}

/**
 * Asks the provider as Pact's verifier has asked, byte by byte; the answer is to come as it is, uncompressed, so that it can be read.
 *
 * @throws Error where there was no whole answer
 */
export function forward(providerUrl: string, asked: Forwarded, signal: AbortSignal): Promise<ProviderAnswer> {
  const base = new URL(providerUrl);
  const send = base.protocol === 'https:' ? secure : plain;
  return new Promise((resolve, reject) => {
    const request = send({
      protocol: base.protocol,
      hostname: base.hostname.replace(/^\[|\]$/g, ''),
      ...(base.port !== '' && { port: base.port }),
      method: asked.method,
      path: `${base.pathname.replace(/\/+$/, '')}${asked.path}`,
      headers: [
        'Host',
        base.host,
        ...kept(asked.rawHeaders, 'host', 'content-length', 'accept-encoding'),
        ...lengthOf(asked),
      ],
      // A connection of its own: one that is kept may have been closed by the provider meanwhile.
      agent: false,
      signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
    });
    request.once('error', reject);
    request.once('response', (response) => {
      buffer(response).then(
        (body) => resolve({ status: response.statusCode ?? 0, rawHeaders: kept(response.rawHeaders), body }),
        reject,
      );
    });
    request.end(asked.body);
  });
}

function kept(rawHeaders: readonly string[], ...without: string[]): string[] {
  const result: string[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const [name = '', value = ''] = rawHeaders.slice(index, index + 2);
    if (!ofConnection.has(name.toLowerCase()) && !without.includes(name.toLowerCase())) result.push(name, value);
  }
  return result;
}

function lengthOf({ method, body }: Forwarded): string[] {
  return body.length > 0 || ['POST', 'PUT', 'PATCH'].includes(method) ? ['Content-Length', String(body.length)] : [];
}
