/** The layer right above a worker's own class: what its constructor begins belongs to the object. */
import { native } from './calls.ts';
import { telling } from './logs.ts';
import { contextOf, ownerOf, working } from './state.ts';

export type ObjectClass = new (ctx: DurableObjectState, env: object) => object;

/** What an object is called by the harness. */
export const keyOf = (className: string, ctx: DurableObjectState) => `${className}/${ctx.id.toString()}`;

const names = ['fetch', 'alarm', 'webSocketMessage', 'webSocketClose', 'webSocketError'] as const;
type Name = (typeof names)[number];
type Method = (...args: unknown[]) => unknown;

export interface Owned {
  /** Makes objects of the worker's class. */
  Class: ObjectClass;
  /** What the worker's class does with a call, a frame or an alarm; a handler may be a field too. */
  handlerOf(object: object, name: Name): Method | undefined;
}

export function own(className: string, Worker: ObjectClass): Owned {
  const fields = new WeakMap<object, Record<string, Method>>();
  const Class = new Proxy(Worker, {
    construct(Real, [ctx, env]: [DurableObjectState, object], NewTarget) {
      const waitUntil = ctx.waitUntil.bind(ctx);
      ctx.waitUntil = (promise) => waitUntil(counted(promise));
      // Timers that it sets, and sockets that it opens, are gone with the object.
      const make = (): object => Reflect.construct(Real, [ctx, env], NewTarget);
      const made = ownerOf.run(keyOf(className, ctx), () => telling(make));
      fields.set(made, takeFields(made));
      return made;
    },
  });
  const prototype = Worker.prototype as Record<string, Method | undefined>;
  return { Class, handlerOf: (object, name) => fields.get(object)?.[name] ?? prototype[name] };
}

/** A field would stand before the handler that is wrapped around it. */
function takeFields(object: object): Record<string, Method> {
  const record = object as Record<string, unknown>;
  const taken: Record<string, Method> = {};
  for (const name of names) {
    const value = Object.hasOwn(object, name) ? record[name] : undefined;
    if (typeof value !== 'function') continue;
    taken[name] = value as Method;
    delete record[name];
  }
  return taken;
}

/** What goes on after the answer is counted as part of the request, or as going on by itself. */
export function counted(promise: Promise<unknown>): Promise<unknown> {
  const context = contextOf.getStore();
  const work = () => telling(() => promise);
  return context ? working(context.id, work) : native(work);
}
