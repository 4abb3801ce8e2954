import { limits, type Runtime } from '../../../contracts/wire/index.ts';
import { check } from '../check.ts';
import { Findings } from '../findings.ts';
import { answersOf } from '../reading.ts';
import { changeOf } from './effects.ts';
import { margin } from './ends.ts';
import type { Runs, RuntimeStory, Sighting } from './runs.ts';

/** Whether a runtime is online is what its daemon last said (RUN-10). */
export const runtimeStatusTrue = check({
  id: 'runtime-status-true',
  level: 'MUST',
  requirements: ['RUN-10'],
  sentence: 'A runtime is online for 45 seconds after each word of its daemon, and offline after that.',
  start() {
    const found = new Findings();
    return {
      on() {},
      end({ runs: all }) {
        for (const runs of all.all) {
          for (const runtime of runs.runtimes.values()) {
            for (const sighting of runtime.sightings) judge(runs, runtime, sighting, found);
          }
        }
        return found;
      },
    };
  },
});

function judge(runs: Runs, { runtimeId, signs }: RuntimeStory, shown: Sighting<Runtime>, found: Findings): void {
  const { row, from, to } = shown;
  if (row.status === 'removed') return;
  found.judged += 1;
  const [earliest, latest] = [runs.timeAt(from), runs.timeAt(to)];
  const heard = signs.flatMap((sign) => {
    const change = changeOf(sign);
    if (!change || change.from > to) return [];
    const [first, last] = [
      sign.arrived[0]?.time ?? 0,
      answersOf(sign).find(({ status }) => status < 300)?.time ?? latest,
    ];
    return [{ certain: change.certain && change.to <= to, first, last: Math.min(last, latest), event: change.from }];
  });
  const sure = heard.filter(({ certain }) => certain).at(-1);
  const possible = Math.max(...heard.map(({ last }) => last));
  if (row.status === 'offline' && sure && latest - sure.first < limits.runtimeOfflineAfter - margin) {
    const message = `Runtime ${runtimeId} is shown as offline, ${latest - sure.first} ms after its daemon was heard.`;
    found.breach(message, sure.event, to);
  }
  if (row.status === 'online' && earliest - possible > limits.runtimeOfflineAfter + margin) {
    const message = `Runtime ${runtimeId} is shown as online, though its daemon was not heard for ${earliest - possible} ms.`;
    found.breach(message, heard.at(-1)?.event, to);
  }
}
