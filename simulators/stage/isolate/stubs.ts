/**
 * Stubs of objects and of other Workers: every call through them tells where it comes from, and is counted. As on the
 * platform, what a call answers can be gone on with before it is there, and a property can be awaited.
 */
import { RpcStub } from 'cloudflare:workers';
import { native } from './calls.ts';
import { bare, isWrappedStub, packed, rememberStub, unpacked } from './passed.ts';
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
 * @param dispose lets go of it; none: it stays as long as its environment
 */
export function wrapStub<Stub extends CalledStub>(
  name: string,
  stub: Stub,
  calling: Calling,
  own: readonly string[] = [],
  dispose?: () => void,
): Stub {
  const far = stub as unknown as StageStub;
  const wrapped = new Proxy(stub, {
    get: (real, key) => {
      if (key === Symbol.dispose) return dispose;
      if (key === Symbol.toPrimitive) return () => Object.prototype.toString.call(real);
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
        call: async (args) =>
          unpacked(
            await calling(path, (flight) => far.__stageCall(plainOrigin(), flight, key, packed(args) as unknown[])),
          ),
        read: async () => unpacked(await calling(path, (flight) => far.__stageGet(plainOrigin(), flight, key))),
      });
    },
  });
  rememberStub(wrapped, name, stub, (arrived, letGo) => wrapStub(name, arrived as Stub, calling, [], letGo));
  return wrapped;
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
      if (key === Symbol.toPrimitive) return () => '[object JsRpcProperty]';
      if (key === Symbol.toStringTag) return 'JsRpcProperty';
      if (typeof key !== 'string') return Reflect.get(target, key);
      if (key === 'toJSON') return undefined;
      if (!isOfPromise(key)) return furtherMember(() => member.read(), member, key);
      return (...handlers: never[]) => Reflect.apply(Promise.prototype[key], member.read(), handlers);
    },
  });
}

/** The promise of an answer, with the members that the answer will have. */
function answerOf(answer: Promise<unknown>, member: Member): Promise<unknown> {
  const { path, calling } = member;
  return new Proxy(() => {}, {
    // It may turn out to be a function.
    apply: (_target, _self, args: unknown[]) => {
      const call = async () => {
        const value = await answer;
        if (typeof value !== 'function') throw new TypeError(`${path}(...) is not a function`);
        return calling(`${path}()`, () => value(...(bare(args) as unknown[])));
      };
      return answerOf(call(), { ...member, path: `${path}()` });
    },
    get: (target, key) => {
      if (key === Symbol.dispose) return () => void answer.then(dispose, () => {});
      if (key === Symbol.toPrimitive) return () => '[object JsRpcPromise]';
      if (key === Symbol.toStringTag) return 'JsRpcPromise';
      if (typeof key !== 'string') return Reflect.get(target, key);
      if (key === 'toJSON') return undefined;
      return isOfPromise(key) ? answer[key].bind(answer) : furtherMember(() => answer, member, key);
    },
  }) as unknown as Promise<unknown>;
}

function furtherMember(before: () => Promise<unknown>, { path, calling }: Member, key: string): unknown {
  const further = `${path}.${key}`;
  const of = (value: unknown) => (value as Record<string, (...args: unknown[]) => Promise<unknown>>)[key];
  return memberOf({
    path: further,
    calling,
    async call(args) {
      const value = await before();
      if (isWrappedStub(value)) return Reflect.apply(of(value) ?? lacking(key), value, args);
      const marked = value instanceof RpcStub;
      return calling(further, async (flight) => {
        const own = of(value) ?? lacking(key);
        const mark = () => markOf({ origin: plainOrigin(), flight });
        const handed = marked ? [...(packed(args) as unknown[]), mark()] : (bare(args) as unknown[]);
        return unpacked(await Reflect.apply(own, value, handed));
      });
    },
    async read() {
      const value = await before();
      if (isWrappedStub(value)) return of(value);
      return native(async () => unpacked(existing(await of(value), key)));
    },
  });
}

function isOfPromise(key: string): key is 'then' | 'catch' | 'finally' {
  return key === 'then' || key === 'catch' || key === 'finally';
}

function dispose(value: unknown): void {
  (value as Partial<Disposable> | null | undefined)?.[Symbol.dispose]?.();
}
