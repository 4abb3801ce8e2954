import type { History } from '../../contracts/trace/index.ts';

/** Field name → prefix of the alias of what stands in it. */
const prefixes: Record<string, string> = {
  projectId: 'p',
  taskId: 't',
  sessionId: 's',
  workspaceId: 'w',
  messageId: 'm',
  clientMsgId: 'c',
  connectionId: 'conn',
  'idempotency-key': 'k',
  key: 'k',
  token: 'token-',
  authorization: 'token-',
  'sec-websocket-protocol': 'token-',
  nextCursor: 'cursor-',
};
const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
/** Characters of a token or cursor that is replaced wherever it stands. */
const shortest = 8;
const nodeUrl = 'http://127\\.0\\.0\\.1:\\d+';

/**
 * Short names (`s1`, `m3`, `token-2`) for the ids of a history, in order of first appearance. The same play has
 * the same aliases whatever the raw ids are, and no token, port or host of a run remains.
 */
export class Aliases {
  readonly #names = new Map<string, string>();
  readonly #counts = new Map<string, number>();
  /** Texts replaced wherever they stand, longest first. */
  readonly #wholes: string[] = [];
  #pattern: RegExp | undefined;

  constructor(history: History = []) {
    // What is delivered was sent, and read then.
    for (const event of history) if (event.kind !== 'deliver') this.#walk(event);
  }

  /** `text` with every id, token and node address replaced. */
  shorten(text: string): string {
    // Tokens and cursors first: an id may be part of one.
    this.#pattern ??= new RegExp(
      [...this.#wholes.map((whole) => whole.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')), uuid, nodeUrl].join('|'),
      'g',
    );
    return text.replace(this.#pattern, (raw) => {
      const known = this.#names.get(raw);
      if (known) return known;
      return raw.startsWith('http')
        ? this.#name(raw, 'node-', (alias) => `http://${alias}.test`)
        : this.#name(raw, 'id');
    });
  }

  /** The raw id of an alias; the alias itself where there is none. */
  rawOf(alias: string): string {
    for (const [raw, name] of this.#names) if (name === alias) return raw;
    return alias;
  }

  #walk(value: unknown, field = ''): void {
    if (typeof value === 'string') {
      const prefix = prefixes[field];
      if (prefix === undefined) return;
      const bare = field === 'sec-websocket-protocol' ? subprotocolToken(value) : value.replace(/^Bearer /, '');
      // A short text stands in too many other places to be replaced there; in its header it must not stay.
      if (prefix.endsWith('-')) this.#whole(bare !== '' && bare.length < shortest ? value : bare, prefix);
      else this.#name(value, prefix);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    for (const [name, entry] of Object.entries(value)) this.#walk(entry, name);
  }

  #whole(text: string, prefix: string): void {
    if (text.length < shortest || this.#names.has(text)) return;
    const name = this.#name(text, prefix);
    const asJson = JSON.stringify(text).slice(1, -1);
    this.#names.set(asJson, name);
    this.#pattern = undefined;
    this.#wholes.push(...new Set([text, asJson]));
    this.#wholes.sort((a, b) => b.length - a.length);
  }

  #name(raw: string, prefix: string, form = (alias: string) => alias): string {
    const known = this.#names.get(raw);
    if (known) return known;
    const count = (this.#counts.get(prefix) ?? 0) + 1;
    this.#counts.set(prefix, count);
    const name = form(`${prefix}${count}`);
    this.#names.set(raw, name);
    return name;
  }
}

/** The token that a browser sends as a subprotocol; empty where it sends none. */
function subprotocolToken(protocols: string): string {
  return /(?:^|[,\s])token\.([^,\s]+)/.exec(protocols)?.[1] ?? '';
}
