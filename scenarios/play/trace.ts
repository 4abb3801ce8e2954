import { readFile } from 'node:fs/promises';
import {
  type History,
  type HistoryEvent,
  historyEvent,
  type TraceHeader,
  traceHeader,
} from '../../contracts/trace/index.ts';
import { Aliases } from './aliases.ts';

/** A history as JSON Lines: a header, then one event a line, with aliases for ids and without tokens. */
export function traceText(header: TraceHeader, history: History): string {
  const aliases = new Aliases(history);
  // What is sent is delivered as it is: most messages stand in two lines.
  const known = new WeakMap<object, string>();
  const textOf = (message: object) => {
    const text = known.get(message) ?? aliases.shorten(JSON.stringify(message));
    known.set(message, text);
    return text;
  };
  const lines = history.map((event) => {
    if (!('message' in event)) return aliases.shorten(JSON.stringify(event));
    const { message, ...rest } = event;
    return `${aliases.shorten(JSON.stringify(rest)).slice(0, -1)},"message":${textOf(message)}}`;
  });
  // What was played on is named as it was given, also where it looks like the address of a node.
  const shown = { ...JSON.parse(aliases.shorten(JSON.stringify(header))), target: header.target };
  return `${[JSON.stringify(shown), ...lines].join('\n')}\n`;
}

/** @throws Error with one clear line when the file is no trace. */
export async function readTrace(
  file: string,
): Promise<{ header: TraceHeader; history: HistoryEvent[]; lines: string[] }> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Error(
      `Failed to read the trace ${file}: there is no such file. Traces are *.jsonl files in the output folder of a run.`,
    );
  });
  const lines = text.split('\n').filter((line) => line !== '');
  const parsed = lines.map((line, index) => parseLine(file, line, index));
  const header = traceHeader.safeParse(parsed[0]);
  if (!header.success) {
    throw new Error(
      `Failed to read the trace ${file}: its first line is not the header of a trace. Give a file that a run wrote.`,
    );
  }
  const history = parsed.slice(1).map((entry, index) => {
    const event = historyEvent.safeParse(entry);
    if (event.success) return event.data;
    throw new Error(
      `Failed to read the trace ${file}: line ${index + 2} is not an event of a history. The file is damaged.`,
    );
  });
  return { header: header.data, history, lines: lines.slice(1) };
}

function parseLine(file: string, line: string, index: number): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new Error(`Failed to read the trace ${file}: line ${index + 1} is not JSON. The file is damaged.`);
  }
}
