import { formatWithOptions, stripVTControlCharacters } from 'node:util';
import type { EventOf } from '../../../contracts/trace/index.ts';
import type { Secrets } from '../adapters/secrets.ts';
import type { LogNews } from '../isolate/protocol.ts';
import type { Recorder } from '../recorder.ts';

type Line = Pick<EventOf<'log'>, 'level' | 'source' | 'text' | 'op'>;

/** Characters of a line, and lines of a play. */
const [longest, most] = [2000, 200];
/** Of these lines, those that only exceptions may take: a Worker that says much does not hide what goes wrong in it. */
const kept = 20;
/** Credentials that nobody has named, wherever they stand in a text. */
const credentials = /\b(Bearer|Basic) [\w.~+/-]{8,}=*|\beyJ[\w-]+\.[\w-]+\.[\w-]*/g;

/**
 * What a Worker's own code says and throws, on its way into the history of one play. It waits until all is quiet: what
 * else is heard of the same moment comes over other connections.
 */
export class Logs {
  readonly #secrets: Secrets;
  readonly #host: string;
  /** Ids of objects and the like, which differ from play to play. */
  readonly #ids = new Map<string, string>();
  #waiting: Line[] = [];
  #taken = 0;
  #isLeftOut = false;
  #over = false;

  /**
   * @param secrets what must not be seen; it may learn more while the play lasts
   * @param host address and port of the Worker, which another run does not have
   */
  constructor(secrets: Secrets, host: string) {
    this.#secrets = secrets;
    this.#host = host;
  }

  /** @param object what the harness calls the object that says it; null: none does */
  take({ level, said, worker, op }: LogNews, object: string | null): void {
    if (this.#over) return;
    if (this.#taken >= (level === 'exception' ? most : most - kept)) {
      if (!this.#isLeftOut) this.#waiting.push({ level: 'info', source: 'Worker', text: 'More was left out.' });
      this.#isLeftOut = true;
      return;
    }
    this.#taken += 1;
    const source = object ?? (worker === '' ? 'Worker' : `Worker ${worker}`);
    this.#waiting.push({ level, source, text: this.#text(said), ...(op === null ? {} : { op }) });
  }

  /** All is quiet: writes what has come until now. */
  write(recorder: Recorder): void {
    const { cause } = recorder;
    // What the play did last is not why somebody says something.
    recorder.cause = undefined;
    for (const line of this.#waiting.splice(0)) recorder.record('log', { actor: 'target', ...line });
    recorder.cause = cause;
  }

  /** The play has ended: what comes now is no part of it. */
  end(): void {
    this.#over = true;
  }

  /** One text, without secrets, as a console would show it. Only then is it cut: half of a secret is not recognised. */
  #text(said: readonly unknown[]): string {
    const clean = this.#secrets.leaveOut(said).map((value) => this.#withoutFields(value));
    const shown = formatWithOptions({ breakLength: Number.POSITIVE_INFINITY, depth: 6, compact: true }, ...clean);
    const text = this.#secrets
      .text(stripVTControlCharacters(shown).replaceAll('\r', ''))
      .replace(credentials, '(secret)')
      .replaceAll(this.#host, 'worker.test')
      .replace(/\b[0-9a-f]{32,}\b/g, (id) => this.#nameOf(id))
      .replace(/[\p{Cc}\p{Cs}]/gu, (character) => ('\n\t'.includes(character) ? character : '\ufffd'));
    return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
  }
  #nameOf(id: string): string {
    const name = this.#ids.get(id) ?? `hex${this.#ids.size + 1}`;
    this.#ids.set(id, name);
    return name;
  }

  /** What was written as JSON has its fields again: some of them are credentials by their names. */
  #withoutFields(value: unknown): unknown {
    if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
    try {
      const parsed: unknown = JSON.parse(value);
      const clean = JSON.stringify(this.#secrets.leaveOut(parsed));
      return clean === JSON.stringify(parsed) ? value : clean;
    } catch {
      return value;
    }
  }
}
