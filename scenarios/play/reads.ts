import { type Call, LinkError, type Ports } from '../../simulators/ports.ts';

/** Most rows that a page may have: as few requests as can be. */
const limit = 100;

/** The body of an answer with 200; empty where it is another, or none. */
export async function read(ports: Ports, call: Call): Promise<Record<string, unknown>> {
  try {
    const { status, body } = await ports.link.request(call);
    return status === 200 ? (Object(body) as Record<string, unknown>) : {};
  } catch (error) {
    if (error instanceof LinkError) return {};
    throw error;
  }
}

/** Reads a list to its last page, and answers the pages; a list that does not move on is not followed for ever. */
export async function pages(
  ports: Ports,
  call: Call,
  [next, from]: readonly [next: 'nextCursor', from: 'cursor'] | readonly [next: 'nextAfter', from: 'after'],
): Promise<Record<string, unknown>[]> {
  const found: Record<string, unknown>[] = [];
  const seen = new Set<unknown>();
  let query: Record<string, string | number> = { limit };
  for (;;) {
    const page = await read(ports, { ...call, query });
    found.push(page);
    const following = page[next];
    if ((typeof following !== 'string' && typeof following !== 'number') || seen.has(following)) return found;
    seen.add(following);
    query = { limit, [from]: following };
  }
}
