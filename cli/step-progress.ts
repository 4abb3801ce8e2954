import type { Output } from '../reports/reporter.ts';
import { oneLine } from '../reports/text.ts';
import type { StepProgress } from './engine.ts';

const clearLine = '\r\u001b[K';

/** Shows how far a long job is: one line that rewrites itself on a terminal, a line at every tenth elsewhere. */
export function stepProgress(output: Output): { on: StepProgress; end: () => void } {
  if (output.isTTY === true) {
    const width = (output.columns ?? 80) - 1;
    return {
      on: ({ id, done, total }) => output.write(clearLine + `${done}/${total}  ${oneLine(id)}`.slice(0, width)),
      end: () => output.write(clearLine),
    };
  }
  return {
    on({ done, total }) {
      const tenth = (number: number) => Math.floor((number * 10) / total);
      if (tenth(done) > tenth(done - 1)) output.write(`${done}/${total}\n`);
    },
    end() {},
  };
}
