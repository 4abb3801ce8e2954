import { limits, type ProblemCode } from '../../../contracts/wire/index.ts';

/**
 * Bytes of a body; null where there are more than the limit, whether its length was declared or not (TASK-18).
 * What is over the limit is read and dropped, so that the sender is ready to read the answer, up to eight times the limit.
 */
export async function readBody(request: Request): Promise<Uint8Array | null> {
  const parts: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  while (reader && size <= 8 * limits.bodyBytes) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size <= limits.bodyBytes) parts.push(value);
  }
  if (size <= limits.bodyBytes) return join(parts, size);
  await reader?.cancel();
  return null;
}

function join(parts: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}

/** A body that makes no sense is the sender's mistake, never ours (SAFE-2). */
export function malformedBody(): ProblemCode {
  return 'malformed_request';
}
