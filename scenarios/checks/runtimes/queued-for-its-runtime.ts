import { check } from '../check.ts';
import { Findings } from '../findings.ts';
import { lastBefore } from './effects.ts';

/** A task is for the runtime that its agent had when it was queued, for ever (RUN-5). */
export const queuedForItsRuntime = check({
  id: 'queued-for-its-runtime',
  level: 'MUST',
  requirements: ['RUN-5'],
  sentence: 'A task is queued for the runtime that its agent has then, and stays there when the agent moves.',
  start() {
    const found = new Findings();
    return {
      on() {},
      end({ runs: all }) {
        for (const runs of all.all) {
          for (const { taskId, sightings, queued } of runs.tasks.values()) {
            const [first] = sightings;
            if (!first) continue;
            found.judged += 1;
            const { runtimeId, agentId } = first.row;
            const moved = sightings.find(({ row }) => row.runtimeId !== runtimeId);
            if (moved) {
              const message = `Task ${taskId} was queued for runtime ${runtimeId} and then shown for ${moved.row.runtimeId}.`;
              found.breach(message, first.to, moved.to);
            }
            const places = runs.placesOf(agentId);
            const { possible, none } = queued ? lastBefore(places, queued) : { possible: [], none: true };
            if (none || possible.some((place) => place.runtimeId === runtimeId)) continue;
            const due = [...new Set(possible.map((place) => place.runtimeId))].join(' or ');
            const message = `Task ${taskId} was queued for runtime ${runtimeId}, though its agent was on ${due}.`;
            found.breach(message, ...possible.flatMap(({ events }) => events), first.to);
          }
        }
        return found;
      },
    };
  },
});
