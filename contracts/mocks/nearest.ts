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
