import type { NewMessage } from '../../../contracts/wire/index.ts';

const mostMessages = 50;
const mostBytes = 64 * 1024;
const utf8 = new TextEncoder();

/**
 * How many messages from the head of the outbox go into the next batch: at most 50 and 64 KiB of content
 * (bytes of UTF-8), but at least one.
 * @param suspects How many messages at the head are known to hold one the provider cannot take, or 0. Of those
 *   only half are sent, until the one at fault stands alone (TASK-11).
 */
export function batchSize(outbox: readonly NewMessage[], suspects: number): number {
  const most = suspects === 0 ? mostMessages : Math.ceil(suspects / 2);
  let bytes = 0;
  let size = 0;
  for (const { content } of outbox) {
    bytes += utf8.encode(content).length;
    if (size === most || (size > 0 && bytes > mostBytes)) break;
    size += 1;
  }
  return size;
}
