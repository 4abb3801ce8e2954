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
  /^(authorization|proxy-authorization|cookie|set-cookie|sec-websocket-protocol|x-api-key|token|access_?token|refresh_?token|callback_?token|id_?token|jwt|password|api_?key|secret|cookies?)$/i;

/** Takes credentials out of what is recorded of a foreign wire. */
export class Secrets {
  readonly #known = new Set<string>();

  constructor(known: readonly string[] = []) {
    for (const text of known) this.learn(text);
  }

  learn(text: string): void {
    // A shorter text stands in too many places that have nothing to do with it.
    if (text.length < 4) return;
    this.#known.add(text);
    this.#known.add(encodeURIComponent(text));
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
    let text = value.replace(/([?&](?:access_)?(?:token|key|secret|jwt)=)[^&#\s]*/gi, `$1${shown}`);
    for (const known of this.#known) text = text.replaceAll(known, shown);
    return text;
  }
}
