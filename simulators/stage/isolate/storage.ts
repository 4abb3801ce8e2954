/** Replaces what an object does with its storage: alarms are virtual, writes can fail, what goes on by itself is counted. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { native } from './calls.ts';
import { stage } from './state.ts';

type Method = (...args: unknown[]) => unknown;

/** Alarms are stored for real, a hundred years ahead: durable, rolled back and lost like any write, and never due. */
export const farAhead = 100 * 365 * 24 * 60 * 60 * 1000;

/** Strikes the first write of the call that runs, where its writes are to fail. */
export const strikeWrite = new AsyncLocalStorage<() => void>();

/** Aborted in the turn of the write, the write is rolled back: later it may be there for good. */
export function patchWrites(storage: DurableObjectStorage): void {
  patchKeyed(storage, ['put', 'delete', 'deleteAll']);
  const { transaction } = storage;
  storage.transaction = ((work: (txn: DurableObjectTransaction) => Promise<unknown>) =>
    transaction.call(storage, (txn) => {
      patchKeyed(txn, ['put', 'delete']);
      return work(txn);
    })) as typeof transaction;
  // A class without SQLite has neither of them, and says so where they are asked for.
  try {
    patchSql(storage.sql);
    patchKeyed(storage.kv, ['put', 'delete']);
  } catch {}
}

function patchSql(sql: SqlStorage): void {
  const exec = sql.exec.bind(sql);
  sql.exec = ((...args: Parameters<typeof exec>) => {
    const cursor = exec(...args);
    if (cursor.rowsWritten > 0) strikeWrite.getStore()?.();
    return cursor;
  }) as typeof exec;
}

function patchKeyed(store: object, names: readonly string[]): void {
  const own = store as Record<string, Method>;
  for (const name of names) {
    const write = own[name]?.bind(store);
    if (!write) continue;
    Object.assign(store, {
      [name]: (...args: unknown[]) => {
        const written = write(...args);
        strikeWrite.getStore()?.();
        return written;
      },
    });
  }
}

/** What storage does beside SQL goes on by itself: it is counted like a call. */
export function countStorage(storage: DurableObjectStorage): void {
  const own = storage as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
  for (const name of ['get', 'put', 'delete', 'list', 'deleteAll', 'transaction', 'sync']) {
    const real = own[name]?.bind(storage);
    if (real) own[name] = (...args) => native(() => real(...args));
  }
}

export function patchAlarms(
  storage: DurableObjectStorage,
  key: string,
  self: { alarmRuns: boolean; alarmSet: boolean },
) {
  const real = {
    get: storage.getAlarm.bind(storage),
    set: storage.setAlarm.bind(storage),
    remove: storage.deleteAlarm.bind(storage),
  };
  storage.getAlarm = async () => {
    if (self.alarmRuns && !self.alarmSet) return null;
    const due = await native(() => real.get());
    return due === null ? null : due - farAhead;
  };
  storage.setAlarm = async (due) => {
    const at = Math.max(Number(due), stage.now ?? 0);
    self.alarmSet = true;
    stage.retries.delete(key);
    stage.news.push({ news: 'alarm', object: key, due: at });
    await native(() => {
      const written = real.set(at + farAhead);
      strikeWrite.getStore()?.();
      return written;
    });
  };
  storage.deleteAlarm = async () => {
    self.alarmSet = false;
    stage.retries.delete(key);
    stage.news.push({ news: 'alarm', object: key, due: null });
    if (!self.alarmRuns) await native(() => real.remove());
  };
  return { get: () => real.get(), remove: () => real.remove() };
}
