import { endedStates } from '../../../contracts/wire/index.ts';
import { check, type Exchange } from '../check.ts';
import { Findings } from '../findings.ts';
import { fields } from '../reading.ts';
import { type Change, changeOf, isBefore } from './effects.ts';
import type { Runs, RuntimeStory } from './runs.ts';

/** A runtime that was removed is gone for good, and so is what waited for it (RUN-10). */
export const removedRuntimeEnds = check({
  id: 'removed-runtime-ends',
  level: 'MUST',
  requirements: ['RUN-10'],
  sentence:
    'Once a runtime was removed its tasks have all ended, its daemon is refused, no agent comes to it, and it is shown as removed.',
  start() {
    const found = new Findings();
    return {
      on() {},
      end({ runs: all }) {
        for (const runs of all.all) for (const runtime of runs.runtimes.values()) judge(runs, runtime, found);
        return found;
      },
    };
  },
});

function judge(runs: Runs, { runtimeId, signs, removals, sightings }: RuntimeStory, found: Findings): void {
  const changes = removals.flatMap((exchange) => changeOf(exchange) ?? []);
  for (const { row, to } of sightings) {
    if (row.status !== 'removed' || changes.some(({ from }) => from < to)) continue;
    found.breach(`Runtime ${runtimeId} is shown as removed, though nobody removed it.`, to);
  }
  const gone = changes.find(({ certain }) => certain);
  if (!gone) return;
  found.judged += 1;
  const breach = (text: string, ...events: number[]) =>
    found.breach(`Runtime ${runtimeId} was removed, but ${text}`, ...gone.events, ...events);
  for (const { row, from, to } of sightings) {
    if (from > gone.to && row.status !== 'removed') breach(`is shown as ${row.status}.`, to);
  }
  for (const story of runs.tasks.values()) {
    if (story.runtimeId !== runtimeId) continue;
    found.judged += 1;
    const left = story.sightings.find(({ row, from }) => from > gone.to && !endedStates.has(row.state));
    if (left) breach(`its task ${story.taskId} is ${left.row.state}.`, left.to);
  }
  const placings = runs.placings.filter(({ sent }) => fields(sent.message.body).runtimeId === runtimeId);
  for (const exchange of [...signs, ...placings]) {
    const heard = heardAfter(gone, exchange);
    if (heard) breach(`${exchange.operation} succeeded.`, ...heard.events);
  }
}

function heardAfter(gone: Change, exchange: Exchange): Change | undefined {
  const change = changeOf(exchange);
  return change?.certain && isBefore(gone, change) ? change : undefined;
}
