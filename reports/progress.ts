import type { Output, RunProgress } from './reporter.ts';
import { count, oneLine } from './text.ts';

const clearLine = '\r\u001b[K';

/** Shows a run while it is under way. `end` must be called before anything else is printed. */
export interface LiveProgress {
  on(progress: RunProgress): void;
  end(): void;
}

/** One line that rewrites itself where a person watches; elsewhere plain lines, and only what is worth one. */
export function liveProgress(output: Output): LiveProgress {
  return output.isTTY === true ? rewritten(output) : plain(output);
}

function rewritten(output: Output): LiveProgress {
  let failed = 0;
  const show = (text: string) => output.write(clearLine + text.slice(0, (output.columns ?? 80) - 1));
  return {
    on(progress) {
      if (progress.type === 'begin') return show(opening(progress));
      if (progress.scenario.status === 'failed' || progress.scenario.status === 'inconclusive') failed += 1;
      const trouble = failed === 0 ? '' : `, ${failed} failed`;
      show(`${progress.done}/${progress.total}${trouble}  ${oneLine(progress.scenario.id)}`);
    },
    end: () => void output.write(clearLine),
  };
}

function plain(output: Output): LiveProgress {
  return {
    on(progress) {
      if (progress.type === 'begin') return void output.write(`${opening(progress)}\n`);
      const { scenario, done, total } = progress;
      if (scenario.status !== 'failed' && scenario.status !== 'inconclusive') return;
      output.write(`${done}/${total} ${scenario.status}: ${oneLine(scenario.id)}\n`);
    },
    end() {},
  };
}

function opening(progress: Extract<RunProgress, { type: 'begin' }>): string {
  const { total, target, lanes, seed } = progress;
  return `Playing ${count(total, 'scenario')} on ${oneLine(target)}, ${count(lanes, 'lane')}, seed ${seed}`;
}
