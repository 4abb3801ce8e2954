/** Wraps a Durable Object class: calls and frames are counted, alarms are virtual, faults strike where they are due. */
import type { Fault } from '../../../contracts/trace/index.ts';
import { wrapEnvironment } from './bindings.ts';
import { crash, objects, takers } from './calls.ts';
import { telling } from './logs.ts';
import { keyOf, type ObjectClass, own } from './own.ts';
import { type Origin, originHeader } from './protocol.ts';
import { called, propertyOf } from './returned.ts';
import { originOf, patchSockets, registerSocket, unsaid } from './sockets.ts';
import {
  changed,
  contextOf,
  enterContext,
  isCall,
  number,
  ownerOf,
  stage,
  takeFault,
  useObject,
  working,
} from './state.ts';
import { countStorage, farAhead, patchAlarms, patchWrites, strikeWrite } from './storage.ts';

/** Keeps what runs in memory, by session; see `registry-diverged`. */
interface Registry {
  lose(sessionId: string): void;
  start(sessionId: string): void;
}

/**
 * @param registry the member that is a `Registry`; null: the class has none
 * @param scope name of its Worker; empty for the one that is played
 */
export function wrapObject(className: string, Worker: ObjectClass, registry: string | null, scope = ''): ObjectClass {
  const { Class, handlerOf } = own(className, Worker);
  return class extends Class {
    readonly #key: string;
    readonly #storage: DurableObjectStorage;
    readonly #realAlarms: { get: () => Promise<number | null>; remove: () => Promise<void> };
    readonly #tagOf: (socket: WebSocket) => string[];

    constructor(ctx: DurableObjectState, env: object) {
      const key = keyOf(className, ctx);
      const self: { alarmRuns: boolean; alarmSet: boolean } = { alarmRuns: false, alarmSet: false };
      const realAlarms = patchAlarms(ctx.storage, key, self);
      patchWrites(ctx.storage);
      countStorage(ctx.storage);
      const tagOf = patchSockets(ctx, key);
      objects.set(key, (reason) => ctx.abort(reason));
      stage.used.delete(key);
      useObject(key);
      super(ctx, wrapEnvironment(env, scope));
      this.#key = key;
      this.#storage = ctx.storage;
      this.#realAlarms = realAlarms;
      this.#tagOf = tagOf;
      this.#self = self;
      this.#autoResponse = () => ctx.getWebSocketAutoResponse();
      takers.set(key, (message, work) => this.#takeFrame(message, work));
    }

    /** It never meets a frame that has its origin before it: the platform's answer is given here. */
    readonly #autoResponse: () => WebSocketRequestResponsePair | null;

    readonly #self: { alarmRuns: boolean; alarmSet: boolean };

    /** Runs `work` for a caller: counted in and out, with the faults that strike the called object. */
    async #serve<T>(origin: Origin | null, flight: number, work: () => Promise<T> | T): Promise<T> {
      useObject(this.#key);
      const counted = stage.flights.get(flight);
      if (counted) Object.assign(counted, { state: 'inside', to: this.#key });
      const run = () => this.#underFaults((fault) => 'call' in fault && isCall(fault.call, counted?.nth), work);
      try {
        return await ownerOf.run(this.#key, () => (origin ? contextOf.run(enterContext(origin), run) : run()));
      } finally {
        if (counted) counted.state = 'left';
      }
    }

    /** Works with the faults that strike whoever is called. */
    async #underFaults<T>(fits: (fault: Fault) => boolean, work: () => Promise<T> | T): Promise<T> {
      const context = contextOf.getStore();
      const strikes = (kind: Fault['kind']) =>
        takeFault(context, (fault) => fault.kind === kind && fits(fault)) !== undefined;
      if (strikes('object-reset')) crash(this.#key);
      const result = await strikeWrite.run(
        () => {
          if (strikes('storage-write-failed')) crash(this.#key);
        },
        () => telling(work),
      );
      if (strikes('answer-lost-after-commit')) {
        await this.#storage.sync();
        crash(this.#key);
      }
      return result;
    }

    /** Handles a frame: whatever the plan has for it strikes the object that takes it. */
    async #takeFrame(message: string | ArrayBuffer, work: () => unknown): Promise<void> {
      const faults = contextOf.getStore()?.faults ?? [];
      if (faults.some(({ fault }) => fault.kind === 'registry-diverged')) this.#diverge(message);
      const loses = faults.some(({ fault }) => fault.kind === 'answer-lost-after-commit');
      const frame = () => this.#underFaults(() => true, work);
      await (loses ? unsaid.run(true, frame) : frame());
    }

    #diverge(message: string | ArrayBuffer): void {
      if (registry === null) return;
      const loops = (this as unknown as Record<string, Registry>)[registry];
      const taken = takeFault(contextOf.getStore(), ({ kind }) => kind === 'registry-diverged');
      if (taken?.fault.kind !== 'registry-diverged') return;
      for (const sessionId of sessionsIn(message)) {
        if (taken.fault.how === 'lost') loops?.lose(sessionId);
        else loops?.start(sessionId);
      }
    }

    __stageCall(origin: Origin | null, flight: number, method: string, args: unknown[]): Promise<unknown> {
      return this.#serve(origin, flight, () => called(this, method, args));
    }

    __stageGet(origin: Origin | null, flight: number, name: string): Promise<unknown> {
      return this.#serve(origin, flight, () => propertyOf(this, name));
    }

    async fetch(request: Request): Promise<Response> {
      const header = request.headers.get(originHeader);
      const path = new URL(request.url).pathname;
      if (path === '/__stage/alarm') return this.#fireAlarm(header, 'checked');
      if (path === '/__stage/alarm-anyway') return this.#fireAlarm(header, 'anyway');
      if (path === '/__stage/look-up-alarm') return this.#lookUpAlarm();
      const inherited = handlerOf(this, 'fetch');
      if (!inherited) return new Response('The object has no fetch.', { status: 500 });
      const { origin, flight } = header ? JSON.parse(header) : { origin: null, flight: 0 };
      const clean = new Request(request);
      clean.headers.delete(originHeader);
      return this.#serve(origin, flight, () => inherited.call(this, clean) as Promise<Response>);
    }

    /** The real alarm never comes: the harness fires the virtual one. */
    async alarm(): Promise<void> {}

    async #lookUpAlarm(): Promise<Response> {
      const real = await this.#realAlarms.get();
      stage.news.push({ news: 'alarm', object: this.#key, due: real === null ? null : real - farAhead });
      return new Response();
    }

    async #fireAlarm(header: string | null, check: 'checked' | 'anyway'): Promise<Response> {
      const { origin, flight } = JSON.parse(header ?? '{}') as { origin: Origin; flight: number };
      const counted = stage.flights.get(flight);
      const real = await this.#realAlarms.get();
      const due = real === null ? null : real - farAhead;
      const inherited = handlerOf(this, 'alarm');
      const idle = check === 'checked' && (due === null || due > (stage.now ?? 0));
      if (idle || !inherited) {
        stage.news.push({ news: 'alarm', object: this.#key, due });
        stage.news.push({ news: 'alarm-done', object: this.#key, id: origin.id, ran: false });
        return new Response();
      }
      this.#self.alarmRuns = true;
      this.#self.alarmSet = false;
      if (counted) Object.assign(counted, { state: 'inside', to: this.#key });
      const retryCount = stage.retries.get(this.#key) ?? 0;
      stage.retries.delete(this.#key);
      const alarm = () => telling(() => inherited.call(this, { isRetry: retryCount > 0, retryCount }) as Promise<void>);
      try {
        await ownerOf.run(this.#key, () => contextOf.run(enterContext(origin), () => working(origin.id, alarm)));
      } catch {
        // The platform fires an alarm that failed again.
        if (!this.#self.alarmSet) {
          await this.#storage.setAlarm((stage.now ?? 0) + 2000);
          stage.retries.set(this.#key, retryCount + 1);
        }
      } finally {
        this.#self.alarmRuns = false;
        if (counted) counted.state = 'left';
      }
      // Only now is the alarm gone: had the object died in it, it would fire again.
      if (!this.#self.alarmSet && check === 'checked') await this.#realAlarms.remove();
      stage.news.push({ news: 'alarm-done', object: this.#key, id: origin.id, ran: true });
      return new Response();
    }

    async webSocketMessage(ws: WebSocket, received: string | ArrayBuffer): Promise<void> {
      const { origin, message } = originOf(received);
      const socket = stage.sockets.get(this.#register(ws));
      if (socket) socket.taken += 1;
      changed();
      const auto = this.#autoResponse();
      if (auto?.request === message) return ws.send(auto.response);
      const work = () => handlerOf(this, 'webSocketMessage')?.call(this, ws, message);
      await this.#handle(origin, () => this.#takeFrame(message, work));
    }

    webSocketClose(ws: WebSocket, code: number, reason: string, wasClean: boolean): Promise<void> {
      return this.#end(ws, () => handlerOf(this, 'webSocketClose')?.call(this, ws, code, reason, wasClean));
    }

    webSocketError(ws: WebSocket, error: unknown): Promise<void> {
      return this.#end(ws, () => handlerOf(this, 'webSocketError')?.call(this, ws, error));
    }

    /** The end of a socket comes by itself, also after the object has closed it: it is counted like a frame. */
    #end(ws: WebSocket, work: () => unknown): Promise<void> {
      const socket = stage.sockets.get(this.#register(ws));
      if (socket) socket.stage = 'ended';
      return this.#handle({ id: -number(), op: null }, () => telling(work));
    }

    async #handle(origin: Origin | undefined, work: () => unknown): Promise<void> {
      await ownerOf.run(this.#key, () =>
        origin ? contextOf.run(enterContext(origin), () => working(origin.id, work)) : work(),
      );
    }

    #register(ws: WebSocket): number {
      return registerSocket(ws, this.#tagOf(ws));
    }
  };
}

/** Sessions that a frame names; none where it is no frame of the contract. */
function sessionsIn(message: string | ArrayBuffer): string[] {
  try {
    const frame = JSON.parse(String(message)) as { sessionId?: unknown; sessions?: { sessionId?: unknown }[] };
    const named = [frame.sessionId, ...(frame.sessions ?? []).map(({ sessionId }) => sessionId)];
    return named.filter((id) => typeof id === 'string');
  } catch {
    return [];
  }
}
