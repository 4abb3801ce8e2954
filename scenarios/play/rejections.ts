import { AsyncLocalStorage } from 'node:async_hooks';

const owner = new AsyncLocalStorage<unknown[]>();
let listening = 0;
const listen = (reason: unknown): void => {
  // Node runs the listener in the context of the promise; what has no owner belongs to nobody here.
  const mine = owner.getStore();
  if (mine) mine.push(reason);
  else throw reason;
};

/** Runs `work` and collects the rejections that nobody handles in it. */
export async function rejectionsOf<T>(work: () => Promise<T>): Promise<{ result: T; rejections: unknown[] }> {
  const rejections: unknown[] = [];
  listening += 1;
  if (listening === 1) process.on('unhandledRejection', listen);
  try {
    const result = await owner.run(rejections, work);
    // Unhandled rejections are told after the current turn.
    await new Promise(setImmediate);
    return { result, rejections };
  } finally {
    listening -= 1;
    if (listening === 0) process.off('unhandledRejection', listen);
  }
}
