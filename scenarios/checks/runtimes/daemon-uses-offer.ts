import { check, kindOf } from '../check.ts';
import { Findings } from '../findings.ts';
import { asked, type Fields, fields, param, text } from '../reading.ts';
import { claimKeyOf } from './offers.ts';

/** A run as its daemon reported it. */
interface ReportedRun {
  claimKey: string | undefined;
  sessionId: string | null;
  workDir: string | undefined;
  event: number;
  isPinned: boolean;
}

/** What the provider offers is of use only where it is used, and said again (RUN-1, RUN-3, RUN-4, RUN-8). */
export const daemonUsesOffer = check({
  id: 'daemon-uses-offer',
  level: 'MUST',
  requirements: ['RUN-1', 'RUN-3', 'RUN-4', 'RUN-8'],
  sentence:
    'A daemon works where it is told, among the files that earlier runs left there, resumes the session that it is offered, says the session of its run as soon as it has one and again at the end, and after a crash first says that nothing runs.',
  start() {
    const found = new Findings();
    /** By actor and task: what was claimed last, and what ran last. */
    const claimed = new Map<string, { task: Fields; event: number }>();
    const runs = new Map<string, ReportedRun>();
    /** By actor and directory: runs that left a file there, and the last of them. */
    const left = new Map<string, { count: number; event: number }>();
    const unfound = new Map<string, unknown>();
    const lives = { registered: new Set<string>(), begun: new Map<string, number>() };
    return {
      on(event, exchange) {
        const { actor, index } = event;
        if (kindOf(actor) !== 'daemon') return;
        if (event.kind === 'report') {
          const { taskId, attempt, sessionId, workDir, resumed, files } = fields(event.detail);
          const slot = JSON.stringify([actor, taskId]);
          if (event.report === 'resume-failed') unfound.set(JSON.stringify([slot, attempt]), sessionId);
          if (event.report === 'run' && typeof files === 'number') {
            const place = JSON.stringify([actor, workDir]);
            const before = left.get(place) ?? { count: 0, event: index };
            if (files < before.count) {
              const message = `${actor} runs task ${taskId} among ${files} files in ${workDir}, where runs had left ${before.count}.`;
              found.breach(message, before.event, index);
            }
            left.set(place, { count: before.count + 1, event: index });
          }
          const claim = claimed.get(slot);
          if (event.report !== 'run' || !claim) return;
          found.judged += 1;
          const { priorSessionId, priorWorkDir, claim: granted } = claim.task;
          const breach = (what: string) => found.breach(`${actor} ${what}`, claim.event, index);
          if (text(priorWorkDir) && workDir !== priorWorkDir)
            breach(`runs task ${taskId} in ${workDir}, though it was offered ${priorWorkDir}.`);
          const isGone = unfound.get(JSON.stringify([slot, attempt])) === priorSessionId;
          if (text(priorSessionId) && sessionId !== null && sessionId !== priorSessionId && !isGone)
            breach(`runs task ${taskId} with session ${sessionId}, though it was offered ${priorSessionId}.`);
          if (resumed === true && sessionId !== priorSessionId)
            breach(`resumes session ${sessionId} for task ${taskId}, which it was not offered.`);
          runs.set(slot, {
            claimKey: text(fields(granted).claimKey),
            sessionId: text(sessionId) ?? null,
            workDir: text(workDir),
            event: index,
            isPinned: false,
          });
          return;
        }
        if (!exchange) return;
        const answer = event.kind === 'deliver' && event.message.type === 'response' ? event.message : undefined;
        if (answer?.status === 200 && exchange.operation === 'claimTask') {
          const task = fields(fields(answer.body).task);
          if (text(task.taskId)) claimed.set(JSON.stringify([actor, task.taskId]), { task, event: index });
        }
        const life = JSON.stringify([actor, param(exchange, 'runtimeId')]);
        if (answer?.status === 200 && exchange.operation === 'registerRuntime') {
          if (lives.registered.has(life)) lives.begun.set(life, index);
          lives.registered.add(life);
        }
        if (asked(event, exchange, 'recoverOrphans')) lives.begun.delete(life);
        const begun = asked(event, exchange, 'claimTask') ? lives.begun.get(life) : undefined;
        if (asked(event, exchange, 'claimTask') && lives.registered.has(life)) found.judged += 1;
        if (begun !== undefined) {
          lives.begun.delete(life);
          found.breach(`${actor} began anew and asked for tasks before it said that nothing runs.`, begun, index);
        }
        const word = asked(event, exchange, 'pinSession', 'completeTask', 'failTask');
        const run = word && runs.get(JSON.stringify([actor, param(word, 'taskId')]));
        if (!word || !run || claimKeyOf(word) !== run.claimKey) return;
        found.judged += 1;
        judgeWord(word.operation, fields(word.sent.message.body), run, (what) =>
          found.breach(`${actor} ${what} task ${param(word, 'taskId')}.`, run.event, index),
        );
      },
      end: () => found,
    };
  },
});

function judgeWord(operation: string, body: Fields, run: ReportedRun, breach: (what: string) => void): void {
  const { sessionId, workDir } = body;
  if (sessionId !== undefined && sessionId !== run.sessionId)
    breach(`said session ${sessionId} instead of ${run.sessionId ?? 'none'} by ${operation} of`);
  if (workDir !== undefined && workDir !== run.workDir)
    breach(`said work directory ${workDir} instead of ${run.workDir} by ${operation} of`);
  if (operation === 'pinSession') {
    if (sessionId === run.sessionId) run.isPinned = true;
    return;
  }
  if (run.sessionId === null) return;
  if (sessionId === undefined) breach(`left session ${run.sessionId} out of ${operation} of`);
  if (!run.isPinned) breach(`never said session ${run.sessionId} before the end of`);
}
