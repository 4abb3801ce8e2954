/** Readers for tests, strict where a reporter could go wrong. */

interface Element {
  name: string;
  attributes: Map<string, string>;
}

/**
 * Reads the subset of XML that the JUnit reporter may write: elements, attributes, text, the five entities.
 *
 * @throws Error where it is not well-formed.
 */
export function readXml(xml: string): { elements: Element[]; texts: string[] } {
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>';
  if (!xml.startsWith(declaration)) throw new Error('The declaration is missing.');
  const elements: Element[] = [];
  const texts: string[] = [];
  const open: string[] = [];
  const token = /<(\/?)([a-z-]+)((?: [a-z]+="[^"<]*")*)(\/?)>|([^<]+)/gy;
  token.lastIndex = declaration.length;
  while (token.lastIndex < xml.length) {
    const at = token.lastIndex;
    const match = token.exec(xml);
    if (!match) throw new Error(`Not well-formed at ${JSON.stringify(xml.slice(at, at + 60))}.`);
    const [, closing, name = '', attributes = '', empty, text] = match;
    if (text !== undefined) texts.push(unescapeXml(text));
    else if (closing === '/') {
      if (open.pop() !== name) throw new Error(`</${name}> closes another element.`);
    } else {
      const pairs = [...attributes.matchAll(/ ([a-z]+)="([^"]*)"/g)];
      elements.push({ name, attributes: new Map(pairs.map(([, key = '', value = '']) => [key, unescapeXml(value)])) });
      if (empty !== '/') open.push(name);
    }
  }
  if (open.length > 0) throw new Error(`<${open.at(-1)}> is not closed.`);
  return { elements, texts };
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", '#10': '\n' };

function unescapeXml(text: string): string {
  return text.replace(/&([^;]*);?/g, (_all, name: string) => {
    const character = entities[name];
    if (character === undefined) throw new Error(`&${name} is not an entity.`);
    return character;
  });
}

/** What of a Markdown text is markup or prose: without fenced blocks, code spans and `<code>`. */
export function proseOf(markdown: string): string {
  const prose: string[] = [];
  let fence: string | null = null;
  for (const line of markdown.split('\n')) {
    const run: string | undefined = /^`{3,}/.exec(line)?.[0];
    if (fence !== null) {
      if (run !== undefined && line.trim() === run && run.length >= fence.length) fence = null;
    } else if (run !== undefined) fence = run;
    else prose.push(withoutSpans(line));
  }
  return prose.join('\n');
}

/** In a table a `|` splits cells even inside a code span, so one that is not escaped is kept. */
function withoutSpans(line: string): string {
  const spans = line.replaceAll(/<code>[^<]*<\/code>/g, '');
  return spans.replaceAll(/(?<!`)(`+)(?!`)(.*?)(?<!`)\1(?!`)/g, (_all, _fence, content: string) =>
    content.replaceAll('\\|', '').replaceAll(/[^|]/g, ''),
  );
}
