import { z } from 'zod';

/** An option that is a credential: it is shown nowhere, and best given in the environment. */
export function secret(): z.ZodString {
  return z.string().min(1).meta({ secret: true });
}

/** Values of an adapter's options that are secret. */
export function secretsOf(schema: z.ZodObject, options: Record<string, unknown>): string[] {
  return Object.entries(options).flatMap(([name, value]) =>
    typeof value === 'string' && isSecret(schema.shape[name]) ? [value] : [],
  );
}

/** Is this option a credential, given always or not? */
export function isSecret(schema: unknown): boolean {
  if (!(schema instanceof z.ZodType)) return false;
  if (schema.meta()?.secret === true) return true;
  return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault ? isSecret(schema.unwrap()) : false;
}

const shown = '(secret)';
/** Headers and fields that hold credentials in any system. */
const telling =
  /^(sec-websocket-protocol|.*(authorization|cookies?|token|jwt|password|(api|private|signing)[-_]?key|secret))$/i;

/** Takes credentials out of what is recorded of a foreign wire. */
export class Secrets {
  readonly #known = new Set<string>();
  readonly #also: Secrets | undefined;

  /** @param also learns whatever this one learns */
  constructor(known: readonly string[] = [], also?: Secrets) {
    this.#also = also;
    for (const text of known) this.learn(text);
  }

  /** A credential, and what it consists of: the values of a `Cookie` header, what follows a scheme. */
  learn(text: string): void {
    this.#also?.learn(text);
    // A shorter text stands in too many places that have nothing to do with it.
    for (const one of [text, ...partsOf(text).filter((part) => part.length >= 8)]) {
      if (one.length < 4) continue;
      for (const form of formsOf(one)) this.#known.add(form);
    }
  }

  /** A copy of a JSON value without them. */
  leaveOut<Value>(value: Value): Value {
    return this.#copy(value, '') as Value;
  }

  #copy(value: unknown, name: string): unknown {
    if (typeof value === 'string') return telling.test(name) ? shown : this.text(value);
    if (Array.isArray(value)) return value.map((entry) => this.#copy(entry, name));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [this.text(key), this.#copy(entry, key)]));
  }

  /** A text without them, also those in its query. */
  text(value: string): string {
    let text = value.replace(/([?&](?:access_)?(?:token|key|secret|jwt|auth)=)[^&#\s]*/gi, `$1${shown}`);
    for (const known of this.#known) text = text.replaceAll(known, shown);
    return text;
  }
}

function partsOf(text: string): string[] {
  const [, afterScheme] = /^(?:Basic|Bearer|Token) +(\S+)$/i.exec(text) ?? [];
  if (afterScheme !== undefined) return [afterScheme];
  const pairs = text.split(/; */).map((pair) => /^[\w.-]+=(.+)$/.exec(pair)?.[1]);
  return pairs.filter((value) => value !== undefined);
}

/** A credential as it stands in addresses, in forms, in base64 and in JSON. */
function formsOf(text: string): string[] {
  const bytes = Buffer.from(text);
  const inForm = new URLSearchParams([['', text]]).toString().slice(1);
  const inJson = JSON.stringify(text).slice(1, -1);
  const encoded = [bytes.toString('base64'), bytes.toString('base64url')].map((one) => one.replace(/=+$/, ''));
  return [
    text,
    encodeURIComponent(text),
    encodeURI(text),
    inForm,
    inJson,
    JSON.stringify(inJson).slice(1, -1),
    ...encoded,
  ];
}
