import { isPhaseFrame, limits, type Session } from '../../../contracts/wire/index.ts';
import { check } from '../check.ts';
import { Findings } from '../findings.ts';
import type { Observed } from '../observed.ts';
import { arrived, asked, fields, param, said, sessionsIn, text } from '../reading.ts';
import { promptOf, topicsOf } from '../submits.ts';
import { deletionFailed, Workspaces } from '../workspaces.ts';

/** What a session shows follows from what was done with it (TASK-15). */
export const lifeInOrder = check({
  id: 'life-in-order',
  level: 'MUST',
  requirements: ['TASK-15'],
  sentence:
    'A session shows the topic of its first message, and is linked, completed and stopped only after something made it so, with counters, task and workspace that fit.',
  start() {
    const found = new Findings();
    const prompts = new Map<string, { prompt: string; event: number }>();
    const topics = new Map<string, Map<string, number>>();
    const workspaces = new Map<string, Set<string>>();
    const completions = new Set<string>();
    const stops = new Set<string>();
    /** Sessions that were shown stopped, by the event that showed it first. */
    const stopped = new Map<string, number>();
    const nodes = new Workspaces();
    /** Stopped by nobody we know: right only where no workspace was to be had. */
    const unexplained = new Map<string, number>();

    const wrongWith = (session: Session): string | undefined => {
      const { sessionId, workspaceId, status, agentCompletedAt, stoppedAt, createdAt } = session;
      if (workspaceId !== null && !workspaces.get(sessionId)?.has(workspaceId)) {
        return `shows workspace ${workspaceId}, which nobody ordered or linked`;
      }
      if ((status === 'stopped') !== (stoppedAt !== null)) return `is ${status}, but its stoppedAt is ${stoppedAt}`;
      if (agentCompletedAt !== null && !completions.has(sessionId))
        return 'shows that its agent completed, which nobody said';
      if (createdAt > (stoppedAt ?? createdAt) || createdAt > (agentCompletedAt ?? createdAt)) {
        return 'was stopped or completed before it was created';
      }
      return undefined;
    };

    return {
      on(event, exchange) {
        nodes.on(event, exchange);
        const order = asked(event, exchange, 'createWorkspace');
        const put = arrived(event, exchange, 'linkWorkspace');
        const linked = order ?? put;
        if (linked) {
          const body = fields(linked.sent.message.body);
          const sessionId = order ? (text(body.sessionId) ?? '') : param(linked, 'sessionId');
          const workspaceId = order ? param(order, 'workspaceId') : (text(body.workspaceId) ?? '');
          workspaces.set(sessionId, (workspaces.get(sessionId) ?? new Set()).add(workspaceId));
        }
        const completion = arrived(event, exchange, 'completeAgent');
        if (completion) completions.add(param(completion, 'sessionId'));
        const stop = arrived(event, exchange, 'stopSession');
        if (stop) stops.add(param(stop, 'sessionId'));
        const submit = said(event, exchange, 'submitTask');
        const prompt = submit && promptOf(submit.exchange);
        if (submit?.status === 201 && prompt !== undefined) {
          prompts.set(text(submit.body.sessionId) ?? '', { prompt, event: event.index });
        }
        for (const session of sessionsIn(event, exchange)) {
          found.judged += 1;
          const wrong = wrongWith(session);
          if (wrong) found.breach(`Session ${session.sessionId} ${wrong}.`, event.index);
          const before = stopped.get(session.sessionId);
          if (session.status === 'stopped') stopped.set(session.sessionId, before ?? event.index);
          // The feed tells of the past.
          else if (before !== undefined && exchange && exchange.operation !== 'events' && exchange.sent.index > before)
            found.breach(`Session ${session.sessionId} was stopped and is active again.`, before, event.index);
          const isExplained =
            session.status === 'active' || stops.has(session.sessionId) || completions.has(session.sessionId);
          if (!isExplained && !unexplained.has(session.sessionId)) unexplained.set(session.sessionId, event.index);
          const shown = topics.get(session.sessionId) ?? new Map<string, number>();
          if (!shown.has(session.topic)) shown.set(session.topic, event.index);
          topics.set(session.sessionId, shown);
        }
      },
      end(observed) {
        const { feed } = observed;
        judgeEnds(observed, nodes, stops, found);
        const unanswered = new Set(
          nodes.all().flatMap(({ agreed, refused, sessionId }) => (agreed && !refused ? [] : [sessionId])),
        );
        for (const [sessionId, event] of unexplained) {
          if (unanswered.has(sessionId)) continue;
          found.breach(
            `Session ${sessionId} is stopped, but nobody stopped it and its agent had not completed.`,
            event,
          );
        }
        for (const [sessionId, shown] of topics) {
          const known = prompts.get(sessionId);
          if (!known) continue;
          for (const [topic, event] of shown) {
            if (topicsOf(known.prompt).includes(topic)) continue;
            const message = `Session ${sessionId} has the topic "${topic}", not the first 80 characters of its first message.`;
            found.breach(message, known.event, event);
          }
        }
        const counts = new Map<string, number>();
        for (const { value: frame, event } of feed.frames) {
          const count = counts.get(frame.sessionId) ?? 0;
          if (frame.type === 'message.new') counts.set(frame.sessionId, count + 1);
          else if (!isPhaseFrame(frame) && frame.session.messageCount < count) {
            const message = `${frame.type} of session ${frame.sessionId} counts ${frame.session.messageCount} messages, but ${count} came before it.`;
            found.breach(message, event);
          }
        }
        return found;
      },
    };
  },
});

/** Where the target had its time, task and workspaces fit the session. */
function judgeEnds(observed: Observed, nodes: Workspaces, stops: ReadonlySet<string>, found: Findings): void {
  const last = observed.insideFaultsFrom(0).at(-1);
  if (observed.alarmsLate || (last && observed.since(last.time) < limits.workspaceRecovery)) return;
  const cleaned = new Set<string>();
  for (const { value } of observed.feed.frames) if (value.type === 'session.idle_cleanup') cleaned.add(value.sessionId);
  const bySession = Map.groupBy(nodes.all(), ({ sessionId }) => sessionId);
  for (const [sessionId, { value: session, event }] of observed.sessions) {
    const ordered = bySession.get(sessionId) ?? [];
    // Task and workspace of a session that was cleaned up: see cleanup-on-time.
    const isCleaned = cleaned.has(sessionId) || (session.status === 'stopped' && !observed.feed.complete);
    if (isCleaned || ordered.some(deletionFailed)) continue;
    const task = observed.tasks.get(session.taskId);
    const due = taskStatuses(session, stops.has(sessionId));
    found.judged += 1;
    if (task && !due.includes(task.value.status)) {
      const shown = `${session.status}, with ${session.workspaceId ? 'a' : 'no'} workspace`;
      const message = `Task ${task.value.taskId} is ${task.value.status}, but its session ${sessionId} is ${shown}.`;
      found.breach(message, task.event, event);
    }
    const left = session.status === 'stopped' ? ordered.find(({ running }) => running !== undefined) : undefined;
    if (!left) continue;
    const message = `Session ${sessionId} is stopped, but its workspace ${left.workspaceId} is still running.`;
    found.breach(message, left.running, event);
  }
}

/** What the task of a session that was not cleaned up may be. */
function taskStatuses({ status, workspaceId }: Session, wasAsked: boolean): string[] {
  if (status === 'active') return [workspaceId === null ? 'queued' : 'running'];
  // No workspace was to be had: it may have failed before it was asked to stop.
  return [...(wasAsked ? ['stopped'] : []), ...(workspaceId === null ? ['failed'] : [])];
}
