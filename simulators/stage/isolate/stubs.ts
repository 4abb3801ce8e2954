/**
 * Stubs of objects and of other Workers: every call through them tells where it comes from, and is counted. As on the
 * platform, what a call answers can be gone on with before it is there, and a property can be awaited.
 */
import { RpcStub } from 'cloudflare:workers';
import { native } from './calls.ts';
import { originHeader } from './protocol.ts';
import { type CallMark, existing, lacking, markOf } from './returned.ts';
import { contextOf } from './state.ts';

/** What the wrappers of objects and entrypoints answer to; see object.ts and entrypoint.ts. */
interface StageStub {
  __stageCall(origin: unknown, flight: number, method: string, args: unknown[]): Promise<unknown>;
  __stageGet(origin: unknown, flight: number, name: string): Promise<unknown>;
}
export type CalledStub = object & { fetch(request: Request): Promise<Response> };
/** Makes one call of this name, counted as a flight. */
export type Calling = <T>(name: string, run: (flight: number) => Promise<T>) => Promise<T>;

/**
 * A stub whose calls tell where they come from, and go through `calling`.
 *
 * @param own what the stub has by itself: nobody is called for it
 */
export function wrapStub<Stub extends CalledStub>(
  name: string,
  stub: Stub,
  calling: Calling,
  own: readonly string[] = [],
): Stub {
  const far = stub as unknown as StageStub;
  return new Proxy(stub, {
    get: (real, key) => {
      if (typeof key !== 'string' || key === 'then' || own.includes(key)) return Reflect.get(real, key, real);
      if (key === 'fetch') {
        return (input: RequestInfo, init?: RequestInit) =>
          calling(`${name}.fetch`, (flight) => {
            const request = new Request(input, init);
            request.headers.set(originHeader, JSON.stringify({ origin: plainOrigin(), flight }));
            return real.fetch(request);
          });
      }
      const path = `${name}.${key}`;
      return memberOf({
        path,
        calling,
        call: (args) => calling(path, (flight) => far.__stageCall(plainOrigin(), flight, key, args)),
        read: () => calling(path, (flight) => far.__stageGet(plainOrigin(), flight, key)),
      });
    },
  });
}

function plainOrigin(): CallMark['origin'] {
  const context = contextOf.getStore();
  return context ? { id: context.id, op: context.op, socket: context.socket, gated: context.gated } : null;
}

/** A member of something far away, before it is known whether it is called or read. */
interface Member {
  path: string;
  calling: Calling;
  call(args: unknown[]): Promise<unknown>;
  read(): Promise<unknown>;
}

function memberOf(member: Member): unknown {
  return new Proxy(() => {}, {
    apply: (_target, _self, args: unknown[]) => answerOf(member.call(args), member),
    get: (target, key) => {
      if (typeof key !== 'string') return Reflect.get(target, key);
      if (!isOfPromise(key)) return furtherMember(() => member.read(), member, key);
      return (...handlers: never[]) => Reflect.apply(Promise.prototype[key], member.read(), handlers);
    },
  });
}

/** The promise of an answer, with the members that the answer will have. */
function answerOf(answer: Promise<unknown>, member: Member): Promise<unknown> {
  return new Proxy(answer, {
    get: (real, key) => {
      if (key === Symbol.dispose) return () => void real.then(dispose, () => {});
      if (typeof key !== 'string') return Reflect.get(real, key, real);
      return isOfPromise(key) ? real[key].bind(real) : furtherMember(() => real, member, key);
    },
  });
}

function furtherMember(before: () => Promise<unknown>, { path, calling }: Member, key: string): unknown {
  const further = `${path}.${key}`;
  const of = (value: unknown) => (value as Record<string, (...args: unknown[]) => Promise<unknown>>)[key];
  return memberOf({
    path: further,
    calling,
    async call(args) {
      const value = await before();
      const marked = value instanceof RpcStub;
      return calling(further, async (flight) =>
        Reflect.apply(
          of(value) ?? lacking(key),
          value,
          marked ? [...args, markOf({ origin: plainOrigin(), flight })] : args,
        ),
      );
    },
    async read() {
      const value = await before();
      return native(async () => existing(await of(value), key));
    },
  });
}

function isOfPromise(key: string): key is 'then' | 'catch' | 'finally' {
  return key === 'then' || key === 'catch' || key === 'finally';
}

function dispose(value: unknown): void {
  (value as Partial<Disposable> | null | undefined)?.[Symbol.dispose]?.();
}
