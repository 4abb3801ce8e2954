import { native, reading } from './calls.ts';
import { turns } from './time.ts';

const readers = ['arrayBuffer', 'blob', 'bytes', 'formData', 'json', 'text'] as const;

/** Turns of the loop in which a chunk that is there arrives; one that does not waits for something. */
const enough = 10;
const realRead = ReadableStreamDefaultReader.prototype.read;

/**
 * Reads the body of an answer to its end. It is counted like a call only as long as chunks may be on their way by
 * themselves: where the next one waits for a timer, nothing moves.
 */
export async function wholeBody(response: Response): Promise<ArrayBuffer | null> {
  if (!response.body) return null;
  const chunks: Uint8Array[] = [];
  const reader = response.body.getReader();
  for (;;) {
    const next = realRead.call(reader) as Promise<ReadableStreamReadResult<unknown>>;
    await native(() => turns(enough, next));
    const { done, value } = await next;
    if (done) return joined(chunks);
    if (!(value instanceof Uint8Array)) throw new TypeError('This ReadableStream did not return bytes.');
    chunks.push(value);
  }
}

function joined(chunks: readonly Uint8Array[]): ArrayBuffer {
  const whole = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole.buffer;
}

/** Reading a body takes turns of the loop although nothing is on the network: it is counted like a call. */
export function installBodies(): void {
  for (const prototype of [Request.prototype, Response.prototype]) {
    const own = prototype as unknown as Record<string, (this: Body) => Promise<unknown>>;
    for (const name of readers) {
      const real = own[name];
      if (!real) continue;
      own[name] = function (this: Body) {
        return reading(() => real.call(this));
      };
    }
  }
  const reader = ReadableStreamDefaultReader.prototype;
  const read = reader.read;
  reader.read = function (this: ReadableStreamDefaultReader) {
    return reading(() => read.call(this));
  } as typeof read;
}
