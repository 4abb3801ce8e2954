import * as claims from './runtimes-claims.ts';
import * as pointers from './runtimes-pointers.ts';
import * as resume from './runtimes-resume.ts';

/** The decisions about runtimes, each by its name. */
export interface RuntimeRules {
  // Whose task it is
  mayActFor: typeof claims.mayActFor;
  mayUseTask: typeof claims.mayUseTask;
  queuedFor: typeof claims.queuedFor;
  tasksOnMove: typeof claims.tasksOnMove;
  // How a task is claimed, and how it ends
  claimableTask: typeof claims.claimableTask;
  repeatedClaim: typeof claims.repeatedClaim;
  leaseEnd: typeof claims.leaseEnd;
  leaseEndAgain: typeof claims.leaseEndAgain;
  attemptOfMessage: typeof claims.attemptOfMessage;
  holdsClaim: typeof claims.holdsClaim;
  endDecision: typeof claims.endDecision;
  // What happens when a daemon is gone
  orphanOutcome: typeof claims.orphanOutcome;
  keptOnRecovery: typeof claims.keptOnRecovery;
  endedByRemoval: typeof claims.endedByRemoval;
  runtimeStatus: typeof claims.runtimeStatus;
  silenceDue: typeof claims.silenceDue;
  // What is resumed
  decidingRuntime: typeof resume.decidingRuntime;
  mayResume: typeof resume.mayResume;
  priorRun: typeof resume.priorRun;
  offeredWorkDir: typeof resume.offeredWorkDir;
  // What the pointer of a chat says
  runtimeOfNewChat: typeof pointers.runtimeOfNewChat;
  workDirOfRun: typeof pointers.workDirOfRun;
  pointerAfterEnd: typeof pointers.pointerAfterEnd;
  pointersOnRemoval: typeof pointers.pointersOnRemoval;
  backfillRuntime: typeof pointers.backfillRuntime;
}

export const runtimeRules: RuntimeRules = { ...claims, ...resume, ...pointers };
