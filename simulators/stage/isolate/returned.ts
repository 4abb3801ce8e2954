/**
 * What a call answers may be an object whose methods are called in turn (an RpcTarget). Where the stage makes such a call, it
 * says with it where it comes from, in one more argument that the method itself never sees.
 */
import { RpcTarget } from 'cloudflare:workers';
import { telling } from './logs.ts';
import { bare, packed, unpacked } from './passed.ts';
import type { Origin } from './protocol.ts';
import { contextOf, enterContext, isThenable, ownerOf, stage, workerOf } from './state.ts';

export interface CallMark {
  origin: Omit<Origin, 'faults'> | null;
  flight: number;
}

const key = '__stageMark';

export function markOf(mark: CallMark): unknown {
  return { [key]: mark };
}

function markIn(value: unknown): CallMark | undefined {
  return typeof value === 'object' && value !== null ? (value as { [key]?: CallMark })[key] : undefined;
}

/** Who made a target: its calls run as theirs. */
const makers = new WeakMap<object, { object: string | undefined; worker: string | undefined }>();
const patched = new WeakSet<object>();

/**
 * Before it leaves the isolate's code: an answer, or the promise of one, whose targets are to be followed.
 *
 * @param leaving how stubs in it leave: `packed` where the stage takes them, `bare` where the Worker does
 */
function followed(answer: unknown, leaving: (value: unknown) => unknown): unknown {
  // A worker whose calls the plans know answers plain data: nothing in it is to be followed.
  if (!stage.loose) return answer;
  if (isThenable(answer)) return answer.then((value) => followed(value, leaving));
  follow(answer, new Set());
  return leaving(answer);
}

/**
 * Calls a method of an object or an entrypoint for a caller.
 *
 * @param more given to it behind what the caller gives
 * @throws TypeError where there is no such method
 */
export function called(owner: object, name: string, args: unknown[], more: readonly unknown[] = []): unknown {
  const member = memberIn(owner, name);
  return typeof member === 'function'
    ? followed(member.apply(owner, [...(unpacked(args) as unknown[]), ...more]), packed)
    : lacking(name);
}

/** Reads a property for a caller. @throws TypeError where there is no such thing */
export function propertyOf(owner: object, name: string): unknown {
  const value = existing(memberIn(owner, name), name);
  return followed(typeof value === 'function' ? value.bind(owner) : value, packed);
}

/** What a caller may know: as on the platform what its class has, and nothing that an instance has of its own. */
function memberIn(owner: object, name: string): unknown {
  const isInstance = Object.getPrototypeOf(owner) !== Object.prototype;
  return (isInstance && Object.hasOwn(owner, name)) || name in Object.prototype ? undefined : Reflect.get(owner, name);
}

/** @throws TypeError where there is nothing */
export function existing(value: unknown, name: string): unknown {
  return value === undefined ? lacking(name) : value;
}

/** As the platform says it. */
export function lacking(name: string): never {
  throw new TypeError(`The RPC receiver does not implement the method "${name}".`);
}

function follow(value: unknown, seen: Set<unknown>): void {
  if (typeof value !== 'object' || value === null || seen.has(value)) return;
  seen.add(value);
  if (value instanceof RpcTarget) {
    if (!makers.has(value)) makers.set(value, { object: ownerOf.getStore(), worker: workerOf.getStore() });
    patch(Object.getPrototypeOf(value));
  } else if (Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype) {
    for (const entry of Object.values(value)) follow(entry, seen);
  }
}

/** Puts the stage around the methods and getters of a class, and of those that it extends. */
function patch(prototype: object): void {
  if (prototype === RpcTarget.prototype || patched.has(prototype)) return;
  patched.add(prototype);
  for (const [name, { value, get, ...rest }] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    if (name === 'constructor' || !rest.configurable) continue;
    if (typeof value === 'function') Object.defineProperty(prototype, name, { ...rest, value: counted(value) });
    if (get) {
      const read = function (this: object) {
        return followed(get.call(this), bare);
      };
      Object.defineProperty(prototype, name, { ...rest, get: read });
    }
  }
  patch(Object.getPrototypeOf(prototype));
}

function counted(method: (...args: unknown[]) => unknown) {
  return function (this: object, ...args: unknown[]): unknown {
    const mark = markIn(args.at(-1));
    if (!mark) return followed(method.apply(this, args), bare);
    return serve(mark, this, () => followed(method.apply(this, unpacked(args.slice(0, -1)) as unknown[]), packed));
  };
}

/** Runs `work` for a caller, as its maker: counted in and out. */
async function serve({ origin, flight }: CallMark, target: object, work: () => unknown): Promise<unknown> {
  const { object, worker } = makers.get(target) ?? {};
  const entry = stage.flights.get(flight);
  if (entry) Object.assign(entry, { state: 'inside', ...(object === undefined ? {} : { to: object }) });
  const told = () => telling(work);
  const inContext = () => (origin ? contextOf.run(enterContext(origin), told) : told());
  const inWorker = () => (worker === undefined ? inContext() : workerOf.run(worker, inContext));
  try {
    return await (object === undefined ? inWorker() : ownerOf.run(object, inWorker));
  } finally {
    if (entry) entry.state = 'left';
  }
}
