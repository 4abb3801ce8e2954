import nock from 'nock';
import { assemble } from './assemble.ts';
import type { HttpMock, Mock, MockOptions } from './mock.ts';
import { partsOf } from './request.ts';

export type { Mock, MockOptions, SeenRequest } from './mock.ts';
export { lost, pact, type Step, type Steps, status, times } from './script.ts';
export type { InteractionChoice, StateChoice, States } from './states.ts';

export interface NockOptions extends MockOptions {
  /** Where the API is. All of its host is the mock’s: what the pact has no answer for is answered 501. */
  baseUrl: string;
}

/** A mock for nock, in Node. Frames of sockets it has none. */
export interface NockMock extends Mock {
  /** Takes the interceptors away: requests reach the host again. nock itself stays as it is. */
  done(): void;
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/**
 * Installs interceptors that answer as a pact promises, and gives the way to steer them. `pact` is the parsed JSON of a
 * Pact V4 file.
 * @throws Error where it is none, or where states or scripts name what it does not have
 */
export function nockInterceptors(pact: unknown, { baseUrl, ...options }: NockOptions): NockMock {
  const { origin, prefix } = partsOf(baseUrl);
  const { mock, requests } = assemble(pact, options);
  // Otherwise nock would go on answering for the host when its interceptors are gone.
  const scope = nock(origin, { allowUnmocked: true }).persist();
  const interceptors = methods.map((method) => {
    const interceptor = scope.intercept(() => true, method);
    interceptor.reply((request: Request) => answer(requests, prefix, request));
    return interceptor;
  });
  return {
    ...mock,
    done() {
      for (const interceptor of interceptors) nock.removeInterceptor(interceptor);
    },
  };
}

/** @throws Error where the answer is lost, which nock makes the error of the connection */
async function answer(mock: HttpMock, prefix: string, request: Request): Promise<nock.ReplyFnResult> {
  const { origin, pathname, search } = new URL(request.url);
  const isBelow = pathname.startsWith(`${prefix}/`);
  const reply = mock.answer({
    method: request.method,
    // What is beside the base URL is nothing of the pact, also where it has such a path.
    path: isBelow ? pathname.slice(prefix.length) : origin + pathname,
    search,
    headers: Object.fromEntries(request.headers),
    body: await request.text(),
  });
  if (!reply) throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
  return [reply.status, reply.body ?? '', { ...reply.headers }];
}
