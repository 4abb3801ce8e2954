/**
 * The key-value store of a rehearsal: what a KV namespace is, behind a call that takes its time, in an object. What is
 * written is read at once: it does not show the minute in which the real one may answer what was there before.
 */
import { DurableObject } from 'cloudflare:workers';

interface Entry {
  value: ArrayBuffer;
  /** JSON, or null. */
  metadata: string | null;
}

interface Listed {
  name: string;
  /** JSON, or null. */
  metadata: string | null;
  /** Seconds since 1970, or null. */
  until: number | null;
}

export class StageStore extends DurableObject {
  readonly #sql = this.ctx.storage.sql;

  constructor(ctx: DurableObjectState, env: object) {
    super(ctx, env);
    ctx.storage.sql.exec(
      'CREATE TABLE IF NOT EXISTS entries (name TEXT PRIMARY KEY, value BLOB, metadata TEXT, until INTEGER)',
    );
  }

  read(name: string): Entry | null {
    const [row] = this.#sql
      .exec<{ value: ArrayBuffer; metadata: string | null }>(
        'SELECT value, metadata FROM entries WHERE name = ? AND (until IS NULL OR until > ?)',
        name,
        Date.now() / 1000,
      )
      .toArray();
    return row ?? null;
  }

  write(name: string, { value, metadata }: Entry, until: number | null): void {
    this.#sql.exec('INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?)', name, value, metadata, until);
  }

  remove(name: string): void {
    this.#sql.exec('DELETE FROM entries WHERE name = ?', name);
  }

  list(prefix: string, after: string, limit: number): Listed[] {
    return this.#sql
      .exec<{ name: string; metadata: string | null; until: number | null }>(
        `SELECT name, metadata, until FROM entries WHERE substr(name, 1, length(?1)) = ?1 AND name > ?2
         AND (until IS NULL OR until > ?3) ORDER BY name LIMIT ?4`,
        prefix,
        after,
        Date.now() / 1000,
        limit,
      )
      .toArray();
  }
}

type Type = 'text' | 'json' | 'arrayBuffer' | 'stream';
type TypeOption = Type | { type?: Type; cacheTtl?: number };

interface PutOptions {
  /** Seconds since 1970. */
  expiration?: number;
  /** Seconds, 60 at least. */
  expirationTtl?: number;
  metadata?: unknown;
}

/** A store as KV gives it to a worker, over the object of this name. */
export function stageStore(namespace: DurableObjectNamespace<StageStore>, name: string): KVNamespace {
  const object = () => namespace.get(namespace.idFromName(name));
  const read = async (key: string, option: TypeOption = 'text') => {
    if (key === '') throw new TypeError('Key name cannot be empty.');
    const entry = await object().read(key);
    if (!entry) return { value: null, metadata: null, cacheStatus: null };
    const type = typeof option === 'string' ? option : (option.type ?? 'text');
    const metadata: unknown = entry.metadata === null ? null : JSON.parse(entry.metadata);
    return { value: asType(entry.value, type), metadata, cacheStatus: null };
  };
  const many = async <T>(keys: string[], of: (key: string) => Promise<T>) =>
    new Map(await Promise.all(keys.map(async (key) => [key, await of(key)] as const)));
  const store = {
    async get(key: string | string[], option?: TypeOption) {
      const value = async (one: string) => (await read(one, option)).value;
      return Array.isArray(key) ? many(key, value) : value(key);
    },
    async getWithMetadata(key: string | string[], option?: TypeOption) {
      return Array.isArray(key) ? many(key, (one) => read(one, option)) : read(key, option);
    },
    async put(key: string, value: BodyInit, { expiration, expirationTtl, metadata }: PutOptions = {}) {
      if (key === '') throw new TypeError('Key name cannot be empty.');
      if (expirationTtl !== undefined && expirationTtl < 60)
        throw new Error(
          `KV PUT failed: 400 Invalid expiration_ttl of ${expirationTtl}. Expiration TTL must be at least 60.`,
        );
      const until = expiration ?? (expirationTtl === undefined ? null : Math.floor(Date.now() / 1000) + expirationTtl);
      const bytes = await new Response(value).arrayBuffer();
      await object().write(
        key,
        { value: bytes, metadata: metadata === undefined ? null : JSON.stringify(metadata) },
        until,
      );
    },
    async delete(key: string) {
      await object().remove(key);
    },
    async list({ prefix, limit, cursor }: { prefix?: string | null; limit?: number; cursor?: string | null } = {}) {
      const most = Math.min(limit ?? 1000, 1000);
      const found = await object().list(prefix ?? '', cursor ? atob(cursor) : '', most + 1);
      const keys = found.slice(0, most).map(({ name: key, metadata, until }) => ({
        name: key,
        ...(until === null ? {} : { expiration: until }),
        ...(metadata === null ? {} : { metadata: JSON.parse(metadata) as unknown }),
      }));
      const last = keys.at(-1);
      const complete = found.length <= most || last === undefined;
      return complete
        ? { keys, list_complete: true, cacheStatus: null }
        : { keys, list_complete: false, cursor: btoa(last.name), cacheStatus: null };
    },
  };
  return store as unknown as KVNamespace;
}

function asType(value: ArrayBuffer, type: Type): unknown {
  if (type === 'arrayBuffer') return value;
  if (type === 'stream') return new Response(value).body;
  const text = new TextDecoder().decode(value);
  return type === 'json' ? JSON.parse(text) : text;
}
