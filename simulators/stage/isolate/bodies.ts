import { native } from './calls.ts';

const readers = ['arrayBuffer', 'blob', 'bytes', 'formData', 'json', 'text'] as const;

/** Reading a body takes turns of the loop although nothing is on the network: it is counted like a call. */
export function installBodies(): void {
  for (const prototype of [Request.prototype, Response.prototype]) {
    const own = prototype as unknown as Record<string, (this: Body) => Promise<unknown>>;
    for (const name of readers) {
      const real = own[name];
      if (!real) continue;
      own[name] = function (this: Body) {
        return native(() => real.call(this));
      };
    }
  }
  const reader = ReadableStreamDefaultReader.prototype;
  const read = reader.read;
  reader.read = function (this: ReadableStreamDefaultReader) {
    return native(() => read.call(this));
  } as typeof read;
}
