/** Descriptions with most words in common with one that is not there, quoted; three at most. */
export function nearest(wanted: string, known: readonly string[]): string[] {
  const words = new Set(wanted.toLowerCase().split(/\W+/));
  const common = (text: string) =>
    text
      .toLowerCase()
      .split(/\W+/)
      .filter((word) => words.has(word)).length;
  return [...new Set(known)]
    .sort((left, right) => common(right) - common(left))
    .slice(0, 3)
    .map((text) => `\`${text}\``);
}

/** What something was compared with, and how it differs. */
interface Compared {
  interaction: { description: string };
  differences: readonly string[];
}

/** Interactions that something is nearest to, in words, with what differs; three at most. */
export function leastDifferent<One extends Compared>(compared: readonly One[], far: (one: One) => number): string[] {
  return [...compared]
    .sort((left, right) => far(left) - far(right))
    .slice(0, 3)
    .map(({ interaction, differences }) => `\`${interaction.description}\` (${differences.slice(0, 4).join('; ')})`);
}
