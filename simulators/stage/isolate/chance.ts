import { stage } from './state.ts';

/** The next 32 bits of the seeded sequence (mulberry32). */
export function next32(): number {
  stage.seed = (stage.seed + 0x6d2b79f5) | 0;
  let t = Math.imul(stage.seed ^ (stage.seed >>> 15), 1 | stage.seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return (t ^ (t >>> 14)) >>> 0;
}

/** Replaces the isolate's chance by a seeded one. Must run before the worker's own modules. */
export function installChance(): void {
  const real = {
    uuid: crypto.randomUUID.bind(crypto),
    values: crypto.getRandomValues.bind(crypto),
    random: Math.random,
    now: performance.now.bind(performance),
  };
  crypto.randomUUID = () => {
    if (stage.now === null) return real.uuid();
    const hex = stage.nonce + [next32(), next32(), next32()].map((n) => n.toString(16).padStart(8, '0')).join('');
    const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}` as ReturnType<
      Crypto['randomUUID']
    >;
  };
  crypto.getRandomValues = ((array: ArrayBufferView) => {
    if (stage.now === null) return real.values(array as Uint8Array);
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    for (let index = 0; index < bytes.length; index += 1) bytes[index] = next32();
    return array;
  }) as Crypto['getRandomValues'];
  Math.random = () => (stage.now === null ? real.random() : next32() / 2 ** 32);
  performance.now = () => (stage.now === null ? real.now() : stage.now);
}
