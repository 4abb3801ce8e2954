/** Wraps what a service binding calls: another Worker's handler or entrypoint, or one of the Worker's own. */
import { WorkerEntrypoint } from 'cloudflare:workers';
import { wrapEnvironment } from './bindings.ts';
import { answerOf, countedContext, type Entry } from './handler.ts';
import { telling } from './logs.ts';
import { type Origin, originHeader } from './protocol.ts';
import { called, propertyOf } from './returned.ts';
import { contextOf, enterContext, stage, workerOf } from './state.ts';

/** @param scope name of its Worker; empty for the one that is played */
export function wrapEntrypoint(entry: Entry, scope: string) {
  const answer = answerOf(entry, scope);
  return class extends WorkerEntrypoint<object> {
    override fetch(request: Request): Promise<Response> {
      const header = request.headers.get(originHeader);
      const { origin, flight } = header ? JSON.parse(header) : { origin: null, flight: 0 };
      const clean = new Request(request);
      clean.headers.delete(originHeader);
      return serve(scope, origin, flight, () => answer(clean, this.env, this.ctx));
    }

    __stageCall(origin: Origin | null, flight: number, method: string, args: unknown[]): Promise<unknown> {
      return serve(scope, origin, flight, () => this.#call(method, args));
    }

    __stageGet(origin: Origin | null, flight: number, name: string): Promise<unknown> {
      return serve(scope, origin, flight, () => propertyOf(this.#entry(), name));
    }

    #call(method: string, args: unknown[]): unknown {
      if (typeof entry === 'function') return called(this.#entry(), method, args);
      if (args.length !== 1) throw new TypeError(wrongNumber(method));
      return called(entry, method, args, [wrapEnvironment(this.env, scope), countedContext(this.ctx)]);
    }

    #entry(): object {
      return typeof entry === 'function'
        ? new entry(countedContext(this.ctx), wrapEnvironment(this.env, scope))
        : entry;
    }
  };
}

/** As the platform says it. */
function wrongNumber(method: string): string {
  return (
    `Attempted to call RPC function "${method}" with the wrong number of arguments. When calling a top-level handler ` +
    'function that is not declared as part of a class, you must always send exactly one argument. In order to support ' +
    'variable numbers of arguments, the server must use class-based syntax (extending WorkerEntrypoint) instead.'
  );
}

/** Runs `work` for a caller: counted in and out. */
async function serve<T>(scope: string, origin: Origin | null, flight: number, work: () => T | Promise<T>): Promise<T> {
  const counted = stage.flights.get(flight);
  if (counted) counted.state = 'inside';
  try {
    const run = () => telling(work);
    return await workerOf.run(scope, () => (origin ? contextOf.run(enterContext(origin), run) : run()));
  } finally {
    if (counted) counted.state = 'left';
  }
}
