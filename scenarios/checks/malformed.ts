import type { ZodError } from 'zod';
import { matchRoute, operationOf } from '../../contracts/wire/index.ts';
import type { Exchange } from './check.ts';
import { fields, text } from './reading.ts';

/** Where an operation has the text of a message, which is for a schema any text. */
const saidIn: Record<string, string> = { submitTask: 'message', sendPhaseMessage: 'content' };

/** What is wrong with a request by the contract, in a few words. */
export function wrongWith({ sent: { message } }: Exchange): string | undefined {
  const route = matchRoute(message.method, message.path);
  if (typeof route === 'string') return route === 'not_found' ? 'no such path' : 'no such method';
  const operation = operationOf(route.operation);
  const parts: [string, { safeParse(value: unknown): { success: boolean; error?: ZodError } } | undefined, unknown][] =
    [
      ['query', operation.query, route.query],
      ['headers', operation.headers, message.headers],
      ['body', operation.body, message.body],
    ];
  for (const [name, schema, value] of parts) {
    const { success = true, error } = schema?.safeParse(value) ?? {};
    if (!success && error && isWrong(error)) return `its ${name} is not as the contract says`;
  }
  const said = text(fields(message.body)[saidIn[route.operation] ?? '']);
  return said?.includes('\0') ? 'its message has a NUL character' : undefined;
}

/** Ids may be shortened in a history: their form is not judged here. */
export function isWrong(error: ZodError): boolean {
  return error.issues.some((issue) => !('format' in issue && issue.format === 'uuid'));
}
