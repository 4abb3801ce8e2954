/**
 * The echo loop: a stand-in for an agent, so that what is tested is the API around it. A provider that says `echo` in
 * `describe` runs its live sessions on loops like this. Times are milliseconds.
 */
export const echo = {
  /** From STARTING to ACTIVE, when the first prompt is begun. */
  startUp: 100,
  /** From the beginning of a turn, or from one piece of it, to the next: a chunk, a tool call, a tool result, its end. */
  pace: 100,
  /** From a stop with no turn running to ENDED. */
  windUp: 1000,
} as const;

/** What the echo loop does with a prompt that begins with one of these words. */
export const echoCommands = {
  '/count': '`/count N`: the reply is the numbers from 1 to N, one a chunk.',
  '/tool': '`/tool NAME INPUT`: it calls the tool, gets the result `NAME did INPUT`, and echoes the prompt.',
  '/fail': '`/fail`: it echoes the prompt and then fails.',
  '/hang': '`/hang`: it says nothing and does not end until it is interrupted or its session ends.',
} as const;

/** The pieces of a turn, in order, one each `echo.pace`; after them it completes, fails, or (null) never ends. */
export interface EchoTurn {
  pieces: ({ chunk: string } | { call: { name: string; input: string } } | { result: string })[];
  end: 'complete' | 'fail' | null;
}

/** What the loop does with a prompt: one chunk a word, the words of `Echo: <prompt>` where it is no command. */
export function echoTurn(prompt: string): EchoTurn {
  const [command = '', ...rest] = prompt.split(' ');
  const words = (text: string) => (text.match(/\S+\s*/g) ?? []).map((chunk) => ({ chunk }));
  const echoed = words(`Echo: ${prompt}`);
  if (command === '/hang') return { pieces: [], end: null };
  if (command === '/fail') return { pieces: echoed, end: 'fail' };
  if (command === '/count') {
    const numbers = Array.from({ length: Math.min(Number(rest[0]) || 1, 1000) }, (_, index) => `${index + 1} `);
    return { pieces: numbers.map((chunk) => ({ chunk })), end: 'complete' };
  }
  if (command !== '/tool') return { pieces: echoed, end: 'complete' };
  const [name = 'tool', ...input] = rest;
  const call = { name, input: input.join(' ') };
  return { pieces: [{ call }, { result: `${name} did ${call.input}` }, ...echoed], end: 'complete' };
}

/** Tokens of a reply, as the echo loop counts them: its chunks. */
export function echoTokens({ pieces }: EchoTurn): number {
  return pieces.filter((piece) => 'chunk' in piece).length;
}
