import type { ControlPlaneMutant } from '../mutant.ts';
import { anyDaemonMayClaim } from './any-daemon-may-claim.ts';
import { anyDaemonMaySpeak } from './any-daemon-may-speak.ts';
import { backfillByAnySession } from './backfill-by-any-session.ts';
import { backfillByLastUser } from './backfill-by-last-user.ts';
import { cancelledTaskCompletes } from './cancelled-task-completes.ts';
import { endMovesAgain } from './end-moves-again.ts';
import { failedRunNotResumed } from './failed-run-not-resumed.ts';
import { fallbackWithoutGuard } from './fallback-without-guard.ts';
import { issueWithoutGuard } from './issue-without-guard.ts';
import { leaseForEver } from './lease-for-ever.ts';
import { leaseProlonged } from './lease-prolonged.ts';
import { lostClaimHeard } from './lost-claim-heard.ts';
import { lostClaimLostTask } from './lost-claim-lost-task.ts';
import { messagesOfOneAttempt } from './messages-of-one-attempt.ts';
import { newChatWithoutRuntime } from './new-chat-without-runtime.ts';
import { newestTaskFirst } from './newest-task-first.ts';
import { noFallback } from './no-fallback.ts';
import { noLease } from './no-lease.ts';
import { offeredDirForgotten } from './offered-dir-forgotten.ts';
import { oldestRunOfIssue } from './oldest-run-of-issue.ts';
import { orphansFail } from './orphans-fail.ts';
import { orphansForEver } from './orphans-for-ever.ts';
import { pinLostAtCrash } from './pin-lost-at-crash.ts';
import { pointerWiped } from './pointer-wiped.ts';
import { removedPointersFollow } from './removed-pointers-follow.ts';
import { removedTasksWait } from './removed-tasks-wait.ts';
import { removedWorkDirsLost } from './removed-work-dirs-lost.ts';
import { runtimeNotStored } from './runtime-not-stored.ts';
import { runtimeOfAgent } from './runtime-of-agent.ts';
import { silenceUnnoticed } from './silence-unnoticed.ts';
import { silentRuntimeOnline } from './silent-runtime-online.ts';
import { taskOfAnyRuntime } from './task-of-any-runtime.ts';
import { unknownRuntimeIsEqual } from './unknown-runtime-is-equal.ts';
import { waitingTasksMove } from './waiting-tasks-move.ts';
import { workDirMovesAlone } from './work-dir-moves-alone.ts';
import { workDirNotMoved } from './work-dir-not-moved.ts';
import { workDirOfPointerOnly } from './work-dir-of-pointer-only.ts';
import { workDirWithSession } from './work-dir-with-session.ts';
import { wrongBackfill } from './wrong-backfill.ts';

/** The known bugs of runtimes. */
export const runtimesMutants: readonly ControlPlaneMutant[] = [
  issueWithoutGuard,
  oldestRunOfIssue,
  failedRunNotResumed,
  unknownRuntimeIsEqual,
  fallbackWithoutGuard,
  noFallback,
  workDirWithSession,
  workDirOfPointerOnly,
  runtimeNotStored,
  pointerWiped,
  workDirNotMoved,
  workDirMovesAlone,
  offeredDirForgotten,
  endMovesAgain,
  cancelledTaskCompletes,
  runtimeOfAgent,
  waitingTasksMove,
  wrongBackfill,
  backfillByAnySession,
  backfillByLastUser,
  taskOfAnyRuntime,
  lostClaimLostTask,
  noLease,
  leaseForEver,
  leaseProlonged,
  newestTaskFirst,
  lostClaimHeard,
  pinLostAtCrash,
  orphansFail,
  orphansForEver,
  silenceUnnoticed,
  messagesOfOneAttempt,
  newChatWithoutRuntime,
  removedPointersFollow,
  removedWorkDirsLost,
  removedTasksWait,
  silentRuntimeOnline,
  anyDaemonMayClaim,
  anyDaemonMaySpeak,
];
