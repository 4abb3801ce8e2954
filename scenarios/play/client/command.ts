/** The words of a command as a shell would split it: blanks separate, quotes join, a backslash takes the next as it is. */
export function wordsOf(command: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let index = 0; index < command.length; index += 1) {
    const char = command.charAt(index);
    if (char === '\\' && quote !== "'" && index + 1 < command.length) {
      index += 1;
      word = (word ?? '') + command.charAt(index);
    } else if (quote === '' && (char === '"' || char === "'")) {
      quote = char;
      word ??= '';
    } else if (char === quote) {
      quote = '';
    } else if (quote === '' && /\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? '') + char;
    }
  }
  if (quote !== '') throw new SyntaxError(`a ${quote} is not closed`);
  return word === undefined ? words : [...words, word];
}

/** A word with `{url}`, `{token}` and the like filled in; braces around anything else stay. */
export function filled(word: string, values: Readonly<Record<string, string>>): string {
  return word.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? '') : whole,
  );
}
