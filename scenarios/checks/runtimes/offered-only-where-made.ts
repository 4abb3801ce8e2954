import { check } from '../check.ts';
import { Findings } from '../findings.ts';
import { fields } from '../reading.ts';
import { claimsOf, sessionsMade } from './offers.ts';

/** A session is of use only on the runtime that made it (RUN-1, RUN-2, RUN-5, RUN-10). */
export const offeredOnlyWhereMade = check({
  id: 'offered-only-where-made',
  level: 'MUST',
  requirements: ['RUN-1', 'RUN-2', 'RUN-5', 'RUN-10'],
  sentence: 'A task is offered a session only on the runtime whose daemon said that it made it there.',
  start() {
    const found = new Findings();
    /** Runs that did not find the session that they were offered, and began anew. */
    const unfound: { taskId: unknown; sessionId: unknown; attempt: unknown; events: number[] }[] = [];
    return {
      on(event) {
        if (event.kind !== 'report') return;
        const { taskId, sessionId, attempt, resumed } = fields(event.detail);
        if (event.report === 'resume-failed') unfound.push({ taskId, sessionId, attempt, events: [event.index] });
        if (event.report !== 'run' || resumed !== false) return;
        const last = unfound.at(-1);
        if (last && last.taskId === taskId && last.attempt === attempt) last.events.push(event.index);
      },
      end({ runs: all }) {
        for (const runs of all.all) {
          const made = sessionsMade(runs);
          for (const { task, runtimeId, answers, to } of claimsOf(runs)) {
            found.judged += 1;
            const { priorSessionId: session } = task;
            if (session === null) continue;
            const makers = (made.get(session) ?? []).filter(({ from }) => from < to);
            if (makers.some((maker) => maker.runtimeId === runtimeId)) continue;
            const elsewhere = [...new Set(makers.map((maker) => maker.runtimeId))].join(', ');
            const whose = elsewhere === '' ? 'which no run has ever said' : `which was made on ${elsewhere}`;
            const message = `Task ${task.taskId} on runtime ${runtimeId} was offered session ${session}, ${whose}.`;
            const failed = unfound.filter((one) => one.taskId === task.taskId && one.sessionId === session);
            const shown = [...makers.map(({ event }) => event), ...failed.flatMap(({ events }) => events)];
            found.breach(message, ...shown, answers[0]?.index);
          }
        }
        return found;
      },
    };
  },
});
