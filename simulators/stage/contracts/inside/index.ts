/** What stands around the control plane in the isolate of a served provider. Bundled with it, see ../plane.ts. */
import type { Env } from '../../../control-plane/env.ts';
import { type Command, commandPath, ownHeader, type Trouble } from '../command.ts';
import { installClock } from './clock.ts';
import { troubles } from './troubles.ts';

interface Context {
  storage: { setAlarm(time: number | Date): Promise<void> };
}
type Alarmed = new (ctx: Context, env: Env) => { alarm(): Promise<void> };
interface Ringing {
  ring(): Promise<void>;
}

const clock = installClock();

/** An object whose alarm is set by the clock that can be moved, and rings when it is told to. */
export function ringing(Class: Alarmed) {
  return class extends Class implements Ringing {
    #rung: Promise<void> = Promise.resolve();
    constructor(ctx: Context, env: Env) {
      const set = ctx.storage.setAlarm.bind(ctx.storage);
      ctx.storage.setAlarm = (time) => set(Number(time) - Date.now() + clock.platformNow());
      super(ctx, env);
    }
    override alarm(): Promise<void> {
      this.#rung = super.alarm();
      return this.#rung;
    }
    async ring(): Promise<void> {
      await this.#rung;
      await this.alarm();
    }
  };
}

/** The control plane's handler, with a door for commands. */
export function commanded(worker: { fetch(request: Request, env: Env): Promise<Response> }) {
  let trouble: Trouble | null = null;
  const handle = (request: Request, env: Env) => worker.fetch(request, env);
  async function obey(command: Command, env: Env): Promise<Response> {
    if (command.trouble !== undefined) trouble = command.trouble;
    clock.advance(command.advance ?? 0);
    for (const { binding, name } of command.ring ?? []) {
      const objects = env[binding];
      const stub: object = objects.get(objects.idFromName(name));
      await (stub as Ringing).ring();
    }
    return new Response(null, { status: 204 });
  }
  return {
    async fetch(request: Request, env: Env): Promise<Response> {
      if (request.headers.get(ownHeader) === env.ADMIN_TOKEN) {
        const isCommand = new URL(request.url).pathname === commandPath;
        return isCommand ? obey((await request.json()) as Command, env) : handle(request, env);
      }
      const met = trouble;
      trouble = null;
      return met === null ? handle(request, env) : troubles[met](handle, request, env);
    },
  };
}
