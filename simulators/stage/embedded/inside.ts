import type { Fault } from '../../../contracts/trace/index.ts';
import type { FaultMatcher } from '../faults.ts';
import type { Beginning, News, Order, Origin, State } from '../isolate/protocol.ts';
import type { Inside, Numbers } from '../network.ts';
import type { Recorder } from '../recorder.ts';
import type { Pacer, Scheduler } from '../scheduler.ts';
import type { Lane } from './lane.ts';
import type { Logs } from './logs.ts';
import { Traffic } from './traffic.ts';

/**
 * Answers, some five milliseconds apart, that show no change before what seems to move counts as waiting: work
 * that waits for other work (a lock, a shared promise), a call to an object that is blocked.
 */
const patience = { work: 60, calls: 1000 };
interface Surroundings {
  scheduler: Scheduler;
  recorder: Recorder;
  faults: FaultMatcher;
  numbers: Numbers;
}

/**
 * The harness's view of one isolate during one scenario: knows when it is quiet, and turns the isolate's timers, alarms and schedule points into items of the scheduler.
 */
export class EmbeddedInside extends Traffic implements Inside, Pacer {
  readonly #lane: Lane;
  #world: Surroundings | undefined;
  #told = Number.NaN;
  /** What the isolate is told with the next question. */
  #orders: Order[] = [];
  readonly #timers = new Map<number, () => void>();
  readonly #alarms = new Map<string, { due: number; cancel: () => void }>();
  /** Objects this world has used, in order of first use. */
  readonly #objects = new Set<string>();
  /** Those in memory. */
  readonly #alive = new Set<string>();
  /** Those that nothing keeps in memory any more. */
  #letGo: string[] = [];
  /** Objects whose stored alarm must be asked for: what they said of it may have been rolled back. */
  readonly #doubtful = new Set<string>();
  readonly #seed: number;
  readonly #mutant: string | null;
  readonly #nonce: string;
  readonly #logs: Logs | null;

  /** @param logs takes what the Worker says and throws; null: nobody does */
  constructor(lane: Lane, seed: number, mutant: string | null, logs: Logs | null = null) {
    super();
    this.#lane = lane;
    this.#seed = seed;
    this.#mutant = mutant;
    this.#nonce = lane.nextNonce();
    this.#logs = logs;
  }

  async begin(world: Surroundings): Promise<void> {
    this.#world = world;
    this.#order({ order: 'reset', ...this.#beginning(this.#seed) });
    await this.#ask();
  }

  #beginning(seed: number): Beginning {
    return { seed, nonce: this.#nonce, mutant: this.#mutant, logs: this.#logs !== null };
  }

  get #here(): Surroundings {
    if (!this.#world) throw new Error('Failed to use the inside of a target: no scenario has begun on it.');
    return this.#world;
  }

  async evict(): Promise<boolean> {
    if (this.hasRequests) return false;
    this.#letGo = [];
    this.#order({ order: 'let-go', objects: [...this.#alive] });
    await this.#ask();
    for (const object of this.#letGo) this.#alive.delete(object);
    return this.#letGo.length > 0;
  }

  async tell(now: number): Promise<void> {
    if (now !== this.#told) await this.#ask();
  }

  async quiet(): Promise<void> {
    let last = '';
    let unchanged = 0;
    while (this.moved) {
      // The isolate answers when nothing moves in it, or after a few milliseconds in which it heard of nothing.
      const { arrivals } = this;
      const state = await this.#ask();
      const seen = JSON.stringify(state);
      unchanged = seen === last ? unchanged + 1 : 0;
      last = seen;
      if (!state.arrived || (state.motion !== 'none' && unchanged < patience[state.motion])) continue;
      if (!(await this.answersArrive(state))) continue;
      // What was said on the way to what has arrived meanwhile is still there.
      if (this.#logs && this.arrivals !== arrivals) continue;
      for (const object of this.#doubtful) this.#order({ order: 'look-up-alarm', object });
      this.#doubtful.clear();
      if (this.#orders.length === 0) this.moved = false;
    }
    if (this.#world) this.#logs?.write(this.#world.recorder);
  }

  /**
   * The play has ended and its sockets are broken off: what the target does about that is still part of it, and must
   * not reach into the next. Answers whether it came to rest within `ms` of real time.
   */
  async end(ms: number): Promise<boolean> {
    this.#logs?.end();
    if (!this.breakOff()) return true;
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(false), ms);
    });
    const rest = this.quiet().then(
      () => true,
      () => false,
    );
    return Promise.race([rest, tooLong]).finally(() => clearTimeout(timer));
  }

  /** The play was given up: whatever still goes on in it reaches the isolate no more. */
  abandon(): void {
    this.#world = undefined;
  }

  /** The isolate is told this with the next question, before it judges whether it is still. */
  #order(order: Order): void {
    this.#orders.push(order);
    this.moved = true;
  }

  /** Takes every answer's news before anything else is done with it. */
  async #ask(): Promise<State> {
    if (!this.#world) throw new Error('The play was given up.');
    const orders = this.#orders;
    this.#orders = [];
    this.moved = true;
    this.#told = this.#world.scheduler.now();
    const state = await this.#lane.control.ask({ now: this.#told, orders, awaits: this.awaited() });
    for (const news of state.news) await this.#take(news);
    return state;
  }

  async #take(news: News): Promise<void> {
    const { scheduler, recorder, faults } = this.#here;
    switch (news.news) {
      case 'fault':
        faults.markFired(news.entry);
        recorder.record('fault', {
          actor: 'target',
          entry: news.entry,
          ...faultName(faults.plan[news.entry]?.fault),
          ...(news.op === null ? {} : { op: news.op }),
        });
        return;
      case 'gate':
        scheduler.post({
          key: `gate/${news.op ?? 'alarm'}/${news.nth}/${news.call}`,
          gate: true,
          release: () => {
            recorder.cause = recorder.record('gate', { actor: 'target', call: news.call, op: news.op });
            this.#order({ order: 'open', gate: news.gate });
          },
        });
        return;
      case 'timer':
        this.#timers.set(
          news.timer,
          this.#after(`target/timer/${this.#here.numbers.nth('target/timer')}`, news.due - scheduler.now(), () => {
            this.#timers.delete(news.timer);
            this.#order({ order: 'fire-timer', timer: news.timer });
          }),
        );
        return;
      case 'timer-gone':
        this.#timers.get(news.timer)?.();
        this.#timers.delete(news.timer);
        return;
      case 'alarm':
        this.#setAlarm(news.object, news.due);
        return;
      case 'alarm-done':
        return;
      case 'log':
        this.#logs?.take(news, news.object && this.#nameOf(news.object));
        return;
      case 'let-go':
        this.#letGo = news.objects;
        return;
      case 'object':
        this.#objects.add(news.object);
        this.#alive.add(news.object);
        return;
      case 'object-lost':
        this.#alive.delete(news.object);
        this.#doubtful.add(news.object);
        return;
      case 'kill':
        await this.#kill();
    }
  }

  /** A timer that only gives orders: the time is told with them. */
  #after(key: string, ms: number, fire: () => void | Promise<void>): () => void {
    return this.#here.scheduler.after(key, ms, fire, 'told by what runs');
  }

  #setAlarm(object: string, due: number | null): void {
    const { scheduler } = this.#here;
    const known = this.#alarms.get(object);
    if (known?.due === due) return;
    known?.cancel();
    this.#alarms.delete(object);
    if (due === null) return;
    const className = object.split('/', 1)[0] ?? object;
    const key = `alarm/${this.#nameOf(object)}/${this.#here.numbers.nth(`alarm/${object}`)}`;
    const cancel = this.#after(key, due - scheduler.now(), () => this.#fireAlarm(object, className, due));
    this.#alarms.set(object, { due, cancel });
  }

  /** Objects are numbered as they come: their ids differ from play to play. */
  #nameOf(object: string): string {
    this.#objects.add(object);
    return `${object.split('/', 1)[0]}-${[...this.#objects].indexOf(object)}`;
  }

  async #fireAlarm(object: string, className: string, due: number): Promise<void> {
    const { recorder, faults, numbers } = this.#here;
    const matched = faults.match({ actor: 'alarm', operation: 'alarm', text: className });
    const late = matched.find(({ fault }) => fault.kind === 'alarm-late');
    if (late?.fault.kind === 'alarm-late') {
      this.#fired(late.entry, late.fault.kind);
      const cancel = this.#after(`alarm/${this.#nameOf(object)}/late`, late.fault.ms, () =>
        this.#run(object, className, due, 'checked', []),
      );
      this.#alarms.set(object, { due, cancel });
      return;
    }
    const twice = matched.find(({ fault }) => fault.kind === 'alarm-twice');
    if (twice) {
      this.#fired(twice.entry, twice.fault.kind);
      const again = `alarm/${this.#nameOf(object)}/again/${numbers.nth('again')}`;
      this.#after(again, 0, () => this.#run(object, className, due, 'anyway', []));
    }
    const attached = matched.filter(({ fault }) => !fault.kind.startsWith('alarm-'));
    recorder.cause = undefined;
    await this.#run(object, className, due, 'checked', attached);
  }

  #fired(entry: number, kind: string): void {
    this.#here.faults.markFired(entry);
    this.#here.recorder.record('fault', { actor: 'target', entry, fault: kind });
  }

  async #run(
    object: string,
    className: string,
    due: number,
    check: 'checked' | 'anyway',
    attached: Origin['faults'],
  ): Promise<void> {
    const { recorder, numbers, scheduler } = this.#here;
    this.#alarms.delete(object);
    recorder.cause = recorder.record('alarm', { actor: 'target', object: className, late: scheduler.now() - due });
    const origin: Origin = { id: numbers.msg(), op: null, faults: attached ?? [] };
    this.#order({ order: 'fire-alarm', object, origin, due: check });
  }

  /** The process is killed and starts again: what was in it is gone, what it had stored is not. */
  async #kill(): Promise<void> {
    const { scheduler } = this.#here;
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
    this.#alive.clear();
    this.dropHeld();
    scheduler.dropGates();
    await this.#lane.kill();
    const seed = this.#seed + this.#here.numbers.nth('kill');
    this.#orders = [{ order: 'resume', ...this.#beginning(seed) }];
    this.breakOff();
    for (const object of this.#objects) this.#doubtful.add(object);
    this.moved = true;
  }
}

function faultName(fault: Fault | undefined): { fault: string; detail?: string } {
  if (fault?.kind === 'registry-diverged') return { fault: fault.kind, detail: fault.how };
  return { fault: fault?.kind ?? 'unknown' };
}
