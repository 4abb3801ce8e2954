import { type FeedFrame, isPhaseFrame, type Session } from '../../../contracts/wire/index.ts';
import { check } from '../check.ts';
import { Findings } from '../findings.ts';
import type { Observed, Shown } from '../observed.ts';
import { arrived, param, said, text } from '../reading.ts';
import { judgeArrivals } from './arrivals.ts';
import { Subscriptions } from './subscriptions.ts';

/** What becomes of a session is announced (TASK-20). */
export const lifecycleEventsOnce = check({
  id: 'lifecycle-events-once',
  level: 'MUST',
  requirements: ['TASK-20'],
  sentence:
    'Created, linked, agent completed, idle cleanup and stopped are announced once each, in order, to every subscriber.',
  needs: { guarantee: 'feed', atLeast: 'resumable' },
  start() {
    const found = new Findings();
    const subscriptions = new Subscriptions();
    /** Sessions of submits that were answered. */
    const made = new Set<string>();
    /** Sessions that somebody asked to stop. */
    const stops = new Set<string>();
    return {
      on(event, exchange) {
        subscriptions.on(event, exchange);
        const stop = arrived(event, exchange, 'stopSession');
        if (stop) stops.add(param(stop, 'sessionId'));
        const submit = said(event, exchange, 'submitTask');
        const sessionId = text(submit?.body.sessionId);
        if (submit?.status === 201 && sessionId !== undefined) made.add(sessionId);
      },
      end(observed) {
        judgeArrivals(subscriptions, observed, found, (type) => type.startsWith('session.'));
        if (!observed.feed.complete) return found;
        const lives = Map.groupBy(observed.feed.frames, ({ value }) => value.sessionId);
        for (const [sessionId, frames] of lives) judgeLife(sessionId, frames, found);
        for (const sessionId of made) judgeWhole(sessionId, lives.get(sessionId) ?? [], observed, stops, found);
        return found;
      },
    };
  },
});

/** Order and number of the events of one session. */
function judgeLife(sessionId: string, frames: readonly Shown<FeedFrame>[], found: Findings): void {
  const first = new Map<string, number>();
  let latest: number | undefined;
  for (const { value: frame, event } of frames) {
    if (isPhaseFrame(frame)) continue;
    const name = `${frame.type} of session ${sessionId}`;
    found.judged += 1;
    if (frame.type === 'message.new') {
      // A message begins the period anew, so the agent may complete again.
      first.delete('session.agent_completed');
    } else if (first.has(frame.type)) {
      found.breach(`${name} is announced twice.`, first.get(frame.type), event);
    }
    if (frame.type === 'session.created' && latest !== undefined) {
      found.breach(`${name} is announced after other events of that session.`, latest, event);
    }
    const stopped = first.get('session.stopped');
    if (stopped !== undefined && frame.type !== 'session.stopped') {
      found.breach(`${name} is announced after that session was stopped.`, stopped, event);
    }
    if (frame.type !== 'message.new') {
      first.set(frame.type, event);
      if (!isAfter(frame.type, frame.session)) {
        found.breach(`${name} does not show the session as it is right after that.`, event);
      }
    }
    latest = event;
  }
}

/** Does a session show what the event tells of? */
function isAfter(type: string, { status, workspaceId, agentCompletedAt }: Session): boolean {
  if (type === 'session.created') return status === 'active' && agentCompletedAt === null;
  if (type === 'session.linked') return workspaceId !== null;
  if (type === 'session.stopped') return status === 'stopped';
  return agentCompletedAt !== null;
}

/** What the session shows at the end was announced. */
function judgeWhole(
  sessionId: string,
  frames: readonly Shown<FeedFrame>[],
  { sessions, feed }: Observed,
  stops: ReadonlySet<string>,
  found: Findings,
): void {
  const session = sessions.get(sessionId);
  if (!session) return;
  const { workspaceId, status, agentCompletedAt } = session.value;
  const due: string[] = ['session.created'];
  if (workspaceId !== null) due.push('session.linked');
  if (agentCompletedAt !== null) due.push('session.agent_completed');
  if (status === 'stopped') due.push('session.stopped');
  // Unlinked, it may also have ended because no workspace was to be had.
  const isCleaned = status === 'stopped' && agentCompletedAt !== null && workspaceId !== null && !stops.has(sessionId);
  if (isCleaned) due.push('session.idle_cleanup');
  const announced = new Set<string>(frames.map(({ value }) => value.type));
  for (const type of due) {
    found.judged += 1;
    if (!announced.has(type))
      found.breach(`${type} of session ${sessionId} was never announced.`, session.event, feed.frames.at(-1)?.event);
  }
}
