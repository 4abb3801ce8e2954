import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  limits,
  matchRoute,
  type NodeOperationName,
  nodeOperations,
  type ProblemCode,
  problem,
  problems,
} from '../../../contracts/wire/index.ts';
import type { Answer, Link } from '../../ports.ts';
import { parsed } from './request.ts';

type Handle = Parameters<Link['listen']>[0];
export type Listening = Awaited<ReturnType<Link['listen']>>;

/** Serves the node operations on a free port of the loopback interface. */
export async function listen(handle: Handle): Promise<Listening> {
  const server = createServer((request, response) => {
    void answerTo(handle, request).then((answer) => write(response, answer));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answerTo(handle: Handle, request: IncomingMessage): Promise<Answer> {
  const match = matchRoute(request.method ?? '', request.url ?? '');
  if (match === 'method_not_allowed') return refusal(match, 'Not for this path.');
  if (match === 'not_found' || !isNodeOperation(match.operation)) return refusal('not_found', 'No such path.');
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > limits.bodyBytes) return refusal('body_too_large', 'At most 1 MiB.');
      chunks.push(chunk);
    }
    const body = parsed(Buffer.concat(chunks).toString());
    return await handle({ operation: match.operation, params: match.params, body });
  } catch (error) {
    return refusal('internal_error', error instanceof Error ? error.name : 'Unknown.');
  }
}

function isNodeOperation(operation: string): operation is NodeOperationName {
  return Object.hasOwn(nodeOperations, operation);
}

function refusal(code: ProblemCode, detail: string): Answer {
  const headers = { 'content-type': 'application/problem+json' };
  return { status: problems[code].status, headers, body: problem(code, detail) };
}

function write(response: ServerResponse, { status, headers, body }: Answer): void {
  if (response.destroyed) return;
  response.writeHead(status, body === undefined ? headers : { 'content-type': 'application/json', ...headers });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}
