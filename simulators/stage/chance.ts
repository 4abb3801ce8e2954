import type { Random } from '../ports.ts';

/** 32 bits that depend on all of `seed` and `text` (FNV-1a with a final mix). */
export function hash32(seed: number, text: string): number {
  // Mixed before the text begins: a seed must not cancel out against the first character.
  let hash = Math.imul(0x811c9dc5 ^ seed, 0x85ebca6b);
  hash ^= hash >>> 15;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Chance of one actor: depends on the seed and its name alone, not on what others draw. */
export function seededRandom(seed: number, name: string): Random {
  let drawn = 0;
  const draw = () => {
    drawn += 1;
    return hash32(seed, `${name}/${drawn}`);
  };
  return {
    fraction: () => draw() / 2 ** 32,
    uuid: () => {
      const hex = [draw(), draw(), draw(), draw()].map((part) => part.toString(16).padStart(8, '0')).join('');
      const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
    },
  };
}
