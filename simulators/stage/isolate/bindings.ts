/** Wraps the bindings of a worker: databases, object namespaces, and the way out. */
import { call } from './calls.ts';
import { type StageDatabase, stageDatabase } from './database.ts';
import { rehearsed } from './logs.ts';
import { outboundHeader } from './protocol.ts';
import { ofScope, scopedName } from './scope.ts';
import { changed, contextOf, here, isCall, stage, takeFault } from './state.ts';
import { type StageStore, stageStore } from './store.ts';
import { type CalledStub, type Calling, wrapStub } from './stubs.ts';

const wrapped = new WeakMap<object, Map<string, unknown>>();

/**
 * The environment of a Worker with every binding that crosses a store wrapped. One wrapper for each environment.
 *
 * @param scope name of the Worker; empty for the one that is played
 */
export function wrapEnvironment<E extends object>(env: E, scope = ''): E {
  const known = wrapped.get(env) ?? new Map<string, unknown>();
  wrapped.set(env, known);
  const before = known.get(scope);
  if (before) return before as E;
  const own = ofScope(scope, Object.entries(env));
  const copy = Object.fromEntries(
    own.map(([name, binding]) => [name, wrapBinding(scopedName(scope, name), binding)]),
  ) as E;
  known.set(scope, copy);
  return copy;
}

/** Names of the bindings that are databases of the stage: their namespaces are shown to the worker as databases. */
const databases = new Set<string>();

export function useDatabases(names: readonly string[]): void {
  for (const name of names) databases.add(name);
}

/** Names of the bindings that are key-value stores of the stage. */
const stores = new Set<string>();

export function useStores(names: readonly string[]): void {
  for (const name of names) stores.add(name);
}

/** Which database or key-value store a binding is, where it has not the name of the binding. */
const storeNames = new Map<string, string>();

export function useStoreNames(names: Record<string, string>): void {
  for (const [binding, name] of Object.entries(names)) storeNames.set(binding, name);
}

/** Names of the bindings that are other Workers, or the Worker itself. */
const services = new Set<string>();

export function useServices(names: readonly string[]): void {
  for (const name of names) services.add(name);
}

function wrapBinding(name: string, binding: unknown): unknown {
  const storeName = storeNames.get(name) ?? name;
  if (stores.has(name)) return wrapStore(name, stageStore(binding as DurableObjectNamespace<StageStore>, storeName));
  if (databases.has(name)) {
    return wrapDatabase(name, stageDatabase(binding as DurableObjectNamespace<StageDatabase>, storeName));
  }
  if (services.has(name)) return wrapStub(name, binding as CalledStub, callService);
  if (typeof binding !== 'object' || binding === null) return binding;
  if ('idFromName' in binding) return wrapNamespace(name, binding as DurableObjectNamespace);
  if ('prepare' in binding && 'batch' in binding) return wrapDatabase(name, binding as D1Database);
  return binding;
}

/** A copy of `target` with some members replaced; methods stay bound to the real one. */
function overlay<T extends object>(target: T, replaced: Record<string, unknown>): T {
  return new Proxy(target, {
    get: (real, key) => {
      if (typeof key === 'string' && key in replaced) return replaced[key];
      const value = Reflect.get(real, key, real);
      return typeof value === 'function' ? value.bind(real) : value;
    },
  });
}

/** A call to a store that may fail: before it ran, or after it was committed. */
function callStore<T>(name: string, run: () => Promise<T>, says: { before: string; after: string }): Promise<T> {
  return call('database', name, async (_flight, nth) => {
    const failing = (committed: boolean) =>
      takeFault(
        contextOf.getStore(),
        (fault) => fault.kind === 'database-failed' && isCall(fault.call, nth) && fault.committed === committed,
      );
    if (failing(false)) throw rehearsed(new Error(says.before));
    const result = await run();
    if (failing(true)) throw rehearsed(new Error(says.after));
    return result;
  });
}

function wrapStore(name: string, store: KVNamespace): KVNamespace {
  const own = store as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
  const calls = ['get', 'getWithMetadata', 'put', 'delete', 'list'].map((verb) => [
    verb,
    (...args: unknown[]) =>
      callStore(`${name}.${verb}`, () => own[verb]?.(...args) ?? Promise.reject(new TypeError('no such call')), {
        before: `KV ${verb.toUpperCase()} failed: 503 Service Unavailable (rehearsed fault)`,
        after: `KV ${verb.toUpperCase()} failed: 500 Internal Server Error (rehearsed fault)`,
      }),
  ]);
  return overlay(store, Object.fromEntries(calls));
}

const statements = new WeakMap<object, D1PreparedStatement>();

function wrapDatabase(name: string, database: D1Database): D1Database {
  const query = <T>(verb: string, run: () => Promise<T>) =>
    callStore(`${name}.${verb}`, run, {
      before: 'D1_ERROR: the database did not run the statement (rehearsed fault)',
      after: 'D1_ERROR: the connection to the database was lost (rehearsed fault)',
    });
  const wrapStatement = (statement: D1PreparedStatement): D1PreparedStatement => {
    const copy = overlay(statement, {
      bind: (...values: unknown[]) => wrapStatement(statement.bind(...values)),
      first: (...args: []) => query('first', () => statement.first(...args)),
      run: () => query('run', () => statement.run()),
      all: () => query('all', () => statement.all()),
      raw: (...args: []) => query('raw', () => statement.raw(...args)),
    });
    statements.set(copy, statement);
    return copy;
  };
  return overlay(database, {
    prepare: (sql: string) => wrapStatement(database.prepare(sql)),
    batch: (list: D1PreparedStatement[]) =>
      query('batch', () => database.batch(list.map((entry) => statements.get(entry) ?? entry))),
    exec: (sql: string) => query('exec', () => database.exec(sql)),
  });
}

/** A call of another Worker: it leaves this one. */
const callService: Calling = (name, run) => call('outbound', name, run);

const ofObjectStub = ['id', 'name'];

function wrapNamespace(name: string, namespace: DurableObjectNamespace): DurableObjectNamespace {
  return overlay(namespace, {
    get: (id: DurableObjectId, options?: DurableObjectNamespaceGetDurableObjectOptions) =>
      wrapStub(name, namespace.get(id, options), callObject, ofObjectStub),
    getByName: (objectName: string) =>
      wrapStub(name, namespace.get(namespace.idFromName(objectName)), callObject, ofObjectStub),
    jurisdiction: (where: DurableObjectJurisdiction) => wrapNamespace(name, namespace.jurisdiction(where)),
  });
}

function callObject<T>(name: string, run: (flight: number) => Promise<T>): Promise<T> {
  return call('object', name, async (flight, nth) => {
    const context = contextOf.getStore();
    const refused = takeFault(
      context,
      (fault) => (fault.kind === 'object-unavailable' || fault.kind === 'object-overloaded') && isCall(fault.call, nth),
    );
    if (refused) {
      const overloaded = refused.fault.kind === 'object-overloaded';
      const message = overloaded ? 'Durable Object is overloaded.' : 'Durable Object is unavailable.';
      const refusal = rehearsed(new Error(`${message} (rehearsed fault)`));
      throw Object.assign(refusal, overloaded ? { overloaded } : { retryable: true });
    }
    return run(flight);
  });
}

/** Replaces the global fetch: calls to the outside are numbered, so that the harness knows when all have arrived. */
export function installOutbound(): void {
  const real = globalThis.fetch;
  globalThis.fetch = (input: RequestInfo | URL, init?: RequestInit) => {
    if (stage.now === null) return real(input, init);
    return call('outbound', 'fetch', async (flight) => {
      const request = new Request(input, init);
      request.headers.set(outboundHeader, String(flight));
      const entry = stage.flights.get(flight);
      if (entry) entry.state = 'inside';
      stage.outbound.set(flight, here());
      changed();
      try {
        const response = await real(request);
        const body = await response.arrayBuffer();
        const empty = response.status === 204 || response.status === 304;
        return new Response(empty ? null : body, response);
      } finally {
        stage.outbound.delete(flight);
      }
    });
  };
}
