/**
 * The control plane with a clock that can be moved and calls that can be made to fail, for its own tests. The code under
 * test is whole: faults sit in the bindings it is given.
 */

import type { Env } from '../env.ts';
import { interceptedDatabase } from '../intercepted-database.ts';
import { controlPlaneMutants } from '../mutants/index.ts';
import { correctRules, useRules } from '../rules.ts';
import worker, {
  PhaseArchive as Archive,
  Runtimes as Fleet,
  LiveSessions as Live,
  PhaseLookups as Lookups,
  ProjectData as Project,
  TaskRunner as Runner,
} from '../worker.ts';
import type { Command, Fault } from './command.ts';

let faults: Fault[] = [];
let ahead = 0;
const realNow = Date.now;
let frozenAt: number | null = null;
Date.now = () => (frozenAt ?? realNow()) + ahead;

/** A timer is due on the clock that can be moved, too. */
const realSetTimeout = globalThis.setTimeout;
const cleared = new Set<unknown>();
globalThis.setTimeout = ((run: () => void, ms = 0) => {
  const due = realNow() + ahead + ms;
  const handle = {};
  const look = () => {
    if (cleared.delete(handle)) return;
    if (realNow() + ahead >= due) run();
    else realSetTimeout(look, Math.min(5, due - realNow() - ahead));
  };
  realSetTimeout(look, Math.min(5, ms));
  return handle;
}) as unknown as typeof setTimeout;
globalThis.clearTimeout = ((handle: unknown) => {
  if (handle) cleared.add(handle);
}) as typeof clearTimeout;

async function attacked<T>(name: string, call: () => Promise<T>, die: () => void): Promise<T> {
  const index = faults.findIndex((fault) => name.includes(fault.at));
  const how = faults[index]?.how;
  if (index >= 0) faults.splice(index, 1);
  if (how === 'refuse') throw Object.assign(new Error('refused'), { retryable: true });
  if (how === 'die-before') die();
  const answer = await call();
  if (how === 'die-after') die();
  if (how === 'lose') throw new Error('the answer was lost');
  return answer;
}

function attackable(env: Env, die: () => void): Env {
  return {
    DB: interceptedDatabase(env.DB, (sql, call) => attacked(sql, call, die)),
    PROJECT_DATA: attackableObjects(env.PROJECT_DATA, die),
    TASK_RUNNER: attackableObjects(env.TASK_RUNNER, die),
    LIVE_SESSIONS: attackableObjects(env.LIVE_SESSIONS, die),
    RUNTIMES: attackableObjects(env.RUNTIMES, die),
    PHASE_LOOKUPS: attackableObjects(env.PHASE_LOOKUPS, die),
    PHASE_ARCHIVE: attackableObjects(env.PHASE_ARCHIVE, die),
    ADMIN_TOKEN: env.ADMIN_TOKEN,
    PROVISIONING: env.PROVISIONING,
  };
}

function attackableObjects<
  N extends Env['PROJECT_DATA' | 'TASK_RUNNER' | 'LIVE_SESSIONS' | 'RUNTIMES' | 'PHASE_LOOKUPS' | 'PHASE_ARCHIVE'],
>(objects: N, die: () => void): N {
  const get = (id: { toString(): string }) =>
    new Proxy(objects.get(id) as object, {
      get:
        (stub, method) =>
        (...args: unknown[]) =>
          attacked(
            String(method),
            () =>
              (stub as Record<PropertyKey, (...args: unknown[]) => Promise<unknown>>)[method]?.(...args) ??
              Promise.reject(),
            die,
          ),
    });
  return { idFromName: (name: string) => objects.idFromName(name), get } as N;
}

/** Alarms are set on the platform's clock. */
function shiftAlarms(storage: DurableObjectStorage): void {
  const set = storage.setAlarm.bind(storage);
  storage.setAlarm = (time) => set(Number(time) - Date.now() + realNow());
}

type Rung = new (ctx: DurableObjectState, env: Env) => { alarm(): Promise<void> };

/** An object whose calls can be attacked, whose alarm rings when told to, and that can be killed. */
function rehearsed(Class: Rung) {
  return class extends Class {
    readonly #die: () => void;
    #rung: Promise<void> = Promise.resolve();
    constructor(ctx: DurableObjectState, env: Env) {
      const die = () => ctx.abort('killed');
      shiftAlarms(ctx.storage);
      super(ctx, attackable(env, die));
      this.#die = die;
    }
    override alarm(): Promise<void> {
      this.#rung = super.alarm();
      return this.#rung;
    }
    async ring(): Promise<void> {
      await this.#rung;
      await this.alarm();
    }
    /** Its memory ends here; the store stays. */
    async kill(): Promise<void> {
      this.#die();
    }
  };
}

type Rehearsed = InstanceType<ReturnType<typeof rehearsed>>;

export const ProjectData = rehearsed(Project);
export const TaskRunner = rehearsed(Runner);
export const Runtimes = rehearsed(Fleet);
export const PhaseArchive = rehearsed(Archive);

export class LiveSessions extends rehearsed(Live) {
  async disturb(how: 'lose' | 'start', sessionId: string): Promise<void> {
    (this as unknown as Live).loops[how](sessionId);
  }
}

/** It has no alarm. */
export class PhaseLookups extends Lookups {
  constructor(ctx: DurableObjectState, env: Env) {
    super(
      ctx,
      attackable(env, () => ctx.abort('killed')),
    );
  }
}

async function obey(command: Command, env: Env): Promise<Response> {
  if (command.faults) faults = command.faults;
  if (command.frozen !== undefined) frozenAt = command.frozen ? realNow() : null;
  if (command.advance) ahead += command.advance;
  if (command.mutant !== undefined) {
    const mutant = controlPlaneMutants.find(({ id }) => id === command.mutant);
    useRules({ ...correctRules, ...mutant?.rules });
  }
  if (command.ring) {
    const objects = env[command.ring.binding];
    const stub = objects.get(objects.idFromName(command.ring.name)) as unknown as Rehearsed;
    await stub.ring();
  }
  if (command.kill) {
    const { binding, name } = command.kill;
    const stub = env[binding].get(env[binding].idFromName(name)) as unknown as Rehearsed;
    await stub.kill().catch(() => {});
  }
  if (command.live) {
    const { project, how, sessionId = '' } = command.live;
    const stub = env.LIVE_SESSIONS.get(env.LIVE_SESSIONS.idFromName(project)) as unknown as LiveSessions;
    // Whoever kills an object gets no answer from it.
    await (how === 'kill' ? stub.kill().catch(() => {}) : stub.disturb(how, sessionId));
  }
  return Response.json({ faults });
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    if (new URL(request.url).pathname === '/command') return obey(await request.json(), env);
    return worker.fetch(
      request,
      attackable(env, () => {}),
    );
  },
};
