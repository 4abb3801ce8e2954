/** Does the same with the key-value store of the platform and with that of the stage, and answers all that came back. */
import { StageStore, stageStore } from '../store.ts';

export { StageStore };

interface Env {
  KV: KVNamespace;
  STAGE: DurableObjectNamespace<StageStore>;
}

/** What a call answers, or that it throws. */
async function outcome(call: () => Promise<unknown>): Promise<unknown> {
  try {
    const value = await call();
    if (value instanceof ArrayBuffer) return { bytes: [...new Uint8Array(value)] };
    if (value instanceof ReadableStream) return { streamed: await new Response(value).text() };
    if (value instanceof Map) return { map: [...value] };
    return { value };
  } catch (error) {
    return { throws: (error as Error).name };
  }
}

async function steps(kv: KVNamespace): Promise<unknown[]> {
  const calls: (() => Promise<unknown>)[] = [
    () => kv.get('nothing'),
    () => kv.getWithMetadata('nothing'),
    () => kv.put('text', 'hello'),
    () => kv.get('text'),
    () => kv.get('text', 'arrayBuffer'),
    () => kv.get('text', { type: 'stream' }),
    () => kv.get('text', 'json'),
    () => kv.put('json', JSON.stringify({ a: [1] }), { metadata: { of: 'json' } }),
    () => kv.get('json', 'json'),
    () => kv.get('json', { type: 'json' }),
    () => kv.getWithMetadata('json', 'json'),
    () => kv.put('bytes', new Uint8Array([0, 255, 7])),
    () => kv.get('bytes', 'arrayBuffer'),
    () => kv.put('stream', new Response('streamed').body ?? ''),
    () => kv.get('stream'),
    () => kv.get(['text', 'nothing']),
    () => kv.put('text', 'again'),
    () => kv.getWithMetadata('text'),
    () => kv.list(),
    () => kv.list({ prefix: 'j' }),
    () => kv.list({ prefix: '%' }),
    () => kv.delete('text'),
    () => kv.delete('text'),
    () => kv.get('text'),
    () => kv.put('late', 'x', { expiration: 2_100_000_000 }),
    () => kv.list({ prefix: 'late' }),
    () => kv.put('short', 'x', { expirationTtl: 10 }),
    () => kv.put('', 'x'),
    () => kv.get(''),
    async () => {
      const names: string[] = [];
      let cursor: string | undefined;
      do {
        const page: KVNamespaceListResult<unknown> = await kv.list({ limit: 2, ...(cursor ? { cursor } : {}) });
        names.push(page.keys.map(({ name }) => name).join('+'));
        cursor = page.list_complete ? undefined : page.cursor;
      } while (cursor);
      return names;
    },
  ];
  const done: unknown[] = [];
  for (const call of calls) done.push(await outcome(call));
  return done;
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const isStage = new URL(request.url).pathname === '/stage';
    return Response.json(await steps(isStage ? stageStore(env.STAGE, 'KV') : env.KV));
  },
};
