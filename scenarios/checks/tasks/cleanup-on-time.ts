import { type FeedFrame, limits } from '../../../contracts/wire/index.ts';
import { check } from '../check.ts';
import { Findings } from '../findings.ts';
import type { Observed, Shown } from '../observed.ts';
import { arrived, param, said } from '../reading.ts';
import { deletionFailed, Workspaces } from '../workspaces.ts';

/** Milliseconds a cleanup may come late where nothing made it late. */
const grace = 1_000;

/** The idle period ends once, in time, and with everything (TASK-14). */
export const cleanupOnTime = check({
  id: 'cleanup-on-time',
  level: 'MUST',
  requirements: ['TASK-14'],
  sentence:
    'Fifteen minutes after the agent completed or a later message, and not before, the session is cleaned up once, with its workspace and task.',
  start() {
    const found = new Findings();
    const workspaces = new Workspaces();
    const completed = new Map<string, number>();
    /** When something last may have started the idle period of a session. */
    const touched = new Map<string, number>();
    const stopped = new Set<string>();
    return {
      on(event, exchange) {
        workspaces.on(event, exchange);
        const stop = arrived(event, exchange, 'stopSession');
        if (stop) stopped.add(param(stop, 'sessionId'));
        const answer = said(event, exchange, 'completeAgent', 'appendMessages');
        const touching = arrived(event, exchange, 'completeAgent', 'appendMessages') ?? answer?.exchange;
        if (!touching) return;
        const sessionId = param(touching, 'sessionId');
        touched.set(sessionId, event.time);
        if (answer?.exchange.operation === 'completeAgent' && answer.status === 200) {
          completed.set(sessionId, event.index);
        }
      },
      end(observed) {
        judgeFeed(observed, found);
        const bySession = Map.groupBy(workspaces.all(), (workspace) => workspace.sessionId);
        for (const [sessionId, event] of completed) {
          if (stopped.has(sessionId) || observed.time === undefined || observed.alarmsLate) continue;
          const due = (touched.get(sessionId) ?? 0) + limits.idlePeriod;
          const last = observed.insideFaultsFrom(0).at(-1);
          const settled = last && last.time >= due ? last.time + limits.workspaceRecovery : due;
          const session = observed.sessions.get(sessionId);
          if (!session || observed.time < settled) continue;
          found.judged += 1;
          if (session.value.status !== 'stopped') {
            found.breach(
              `Session ${sessionId} was never cleaned up: its agent completed, and it is still active.`,
              event,
              session.event,
            );
            continue;
          }
          const task = observed.tasks.get(session.value.taskId);
          if (task && task.value.status !== 'completed') {
            const message = `Session ${sessionId} was cleaned up, but its task ${task.value.taskId} is ${task.value.status}.`;
            found.breach(message, event, session.event, task.event);
          }
          for (const workspace of bySession.get(sessionId) ?? []) {
            if (workspace.running === undefined || deletionFailed(workspace)) continue;
            const message = `Session ${sessionId} was cleaned up, but its workspace ${workspace.workspaceId} is still running.`;
            found.breach(message, workspace.running, session.event);
          }
        }
        return found;
      },
    };
  },
});

interface Idle {
  /** When the period began, by the target's clock, and the event that says so. */
  since?: { at: number; event: number };
  /** A message came after the agent completed. */
  busy: boolean;
  cleaned?: number;
}

/** Follows the idle period of each session along the feed. */
function judgeFeed(observed: Observed, found: Findings): void {
  const sessions = new Map<string, Idle>();
  const isCalm = !observed.alarmsLate && observed.insideFaultsFrom(0).length === 0;
  for (const shown of observed.feed.frames) {
    const { sessionId } = shown.value;
    const idle = sessions.get(sessionId) ?? { busy: true };
    sessions.set(sessionId, idle);
    follow(shown, idle, found, isCalm ? grace : Number.POSITIVE_INFINITY);
  }
}

function follow({ value: frame, event }: Shown<FeedFrame>, idle: Idle, found: Findings, late: number): void {
  if (frame.type === 'session.agent_completed' && idle.busy) {
    idle.since = { at: frame.at, event };
    idle.busy = false;
  } else if (frame.type === 'message.new' && idle.since) {
    idle.busy = true;
    if (frame.message.storedAt > idle.since.at) idle.since = { at: frame.message.storedAt, event };
  } else if (frame.type === 'session.idle_cleanup') {
    found.judged += 1;
    const idled = idle.since && frame.at - idle.since.at;
    const name = `Session ${frame.sessionId}`;
    if (idle.cleaned !== undefined) found.breach(`${name} was cleaned up twice.`, idle.cleaned, event);
    else if (idled === undefined) found.breach(`${name} was cleaned up, but its agent had not completed.`, event);
    else if (idled < limits.idlePeriod) {
      found.breach(
        `${name} was cleaned up after ${idled / 1000} s of idling instead of 15 minutes.`,
        idle.since?.event,
        event,
      );
    } else if (idled > limits.idlePeriod + late) {
      found.breach(
        `${name} was cleaned up only after ${idled / 1000} s of idling instead of 15 minutes.`,
        idle.since?.event,
        event,
      );
    }
    idle.cleaned ??= event;
  } else if (frame.type === 'session.stopped' && idle.cleaned === undefined) {
    delete idle.since;
  }
}
