import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { forward } from './forward.ts';

test('The provider is asked with the headers as they came, but for an answer that can be read', async () => {
  const came: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    came.push(request.headers);
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const rawHeaders = ['Accept-Encoding', 'gzip, br', 'X-Own', 'kept', 'Host', 'verifier'];
  const asked = { method: 'GET', path: '/v1', rawHeaders, body: Buffer.alloc(0) };
  const answer = await forward(`http://127.0.0.1:${port}`, asked, new AbortController().signal);
  server.close();
  expect(String(answer.body)).toBe('{}');
  expect(came).toEqual([{ 'x-own': 'kept', host: `127.0.0.1:${port}`, connection: 'close' }]);
});
