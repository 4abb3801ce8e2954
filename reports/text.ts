/**
 * Everything that could steer a terminal, fool a reader (text direction) or be illegal in XML. A message can
 * quote what a target answered, so none of it is trusted.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose.
const unsafe = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]|\p{Surrogate}/gu;

/** What GitHub takes for a command where a line of a log begins with it, indented or not. */
const command = /^(\s*):(?=:)/;

/** One line in which every control character is written out, such as `\n` or `\u001b`, and which is no command to a CI. */
export function oneLine(text: string): string {
  const line = text.replace(unsafe, (character) => {
    if (character === '\n') return '\\n';
    if (character === '\t') return '\\t';
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  return line.replace(command, '$1\\u003a');
}

/** The lines of a text, each made safe by `oneLine`. */
export function safeLines(text: string): string[] {
  return text.split(/\r?\n/).map(oneLine);
}

/** For XML text and attribute values. */
export function escapeXml(text: string): string {
  return safeLines(text)
    .join('\n')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
}

/** A Markdown code span: nothing in it is markup, a mention or a link. Safe in a table cell too. */
export function codeSpan(text: string): string {
  const line = oneLine(text).replaceAll('|', '\\|') || ' ';
  const fence = '`'.repeat(longestRun(line) + 1);
  const pad = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** A fenced Markdown block: nothing in it is markup. */
export function codeBlock(lines: readonly string[], language: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(lines.join('\n')) + 1));
  return [`${fence}${language}`, ...lines.map(oneLine), fence].join('\n');
}

/** `1 scenario`, `2 scenarios`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** Milliseconds as seconds: `1.2 s`. */
export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}

/** Attributes of an XML element, each with a space before it. */
export function xmlAttributes(values: Record<string, string | number>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(String(value)).replaceAll('\n', '&#10;')}"`)
    .join('');
}

/** Milliseconds as the seconds of JUnit's `time`: `1.234`. */
export function xmlSeconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
