import type { Output } from './reporter.ts';

/**
 * Whether an output gets colour: NO_COLOR (https://no-color.org) says no, FORCE_COLOR says yes, else a terminal
 * gets it. A CI log is not a terminal: its lines stay plain.
 */
export function colourFor(output: Output, env: Readonly<Record<string, string | undefined>>): 'on' | 'off' {
  if (env.NO_COLOR) return 'off';
  if (env.FORCE_COLOR) return env.FORCE_COLOR === '0' ? 'off' : 'on';
  return output.isTTY === true && env.TERM !== 'dumb' ? 'on' : 'off';
}
