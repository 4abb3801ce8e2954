import { acceptedAfterStop } from './accepted-after-stop.ts';
import { acknowledgedFromMemory } from './acknowledged-from-memory.ts';
import { anyTokenMayPost } from './any-token-may-post.ts';
import { batchAllOrNothing } from './batch-all-or-nothing.ts';
import { batchesNotBroadcast } from './batches-not-broadcast.ts';
import { busyProject } from './busy-project.ts';
import { checkThenInsert } from './check-then-insert.ts';
import { completedSentTwice } from './completed-sent-twice.ts';
import { contentCut } from './content-cut.ts';
import { countersOnly } from './counters-only.ts';
import { cursorByTime } from './cursor-by-time.ts';
import { doubleCleanup } from './double-cleanup.ts';
import { eventsOfAnyProject } from './events-of-any-project.ts';
import { expiredToken500 } from './expired-token-500.ts';
import { firstMessageBestEffort } from './first-message-best-effort.ts';
import { firstMessageNotCounted } from './first-message-not-counted.ts';
import { foreignProjectShows } from './foreign-project-shows.ts';
import { gapAfterReconnect } from './gap-after-reconnect.ts';
import { idsGlobal } from './ids-global.ts';
import { keyIgnored } from './key-ignored.ts';
import { linkLost } from './link-lost.ts';
import { linkNotBroadcast } from './link-not-broadcast.ts';
import { linkNotRetried } from './link-not-retried.ts';
import { linkOverwritten } from './link-overwritten.ts';
import { liveMutants } from './live/index.ts';
import { malformedBody500 } from './malformed-body-500.ts';
import { malformedFrameCloses } from './malformed-frame-closes.ts';
import type { ControlPlaneMutant } from './mutant.ts';
import { orderedByTimestamp } from './ordered-by-timestamp.ts';
import { orphanSession } from './orphan-session.ts';
import { outputDoesNotPostpone } from './output-does-not-postpone.ts';
import { phaseMutants } from './phases/index.ts';
import { replayOverlaps } from './replay-overlaps.ts';
import { runtimesMutants } from './runtimes/index.ts';
import { secondSessionForWorkspace } from './second-session-for-workspace.ts';
import { secondWorkspace } from './second-workspace.ts';
import { sessFallback } from './sess-fallback.ts';
import { silentSubscription } from './silent-subscription.ts';
import { silentTruncation } from './silent-truncation.ts';
import { sizeInCharacters } from './size-in-characters.ts';
import { taskRowStays } from './task-row-stays.ts';
import { tokenEchoed } from './token-echoed.ts';
import { undeclaredBody } from './undeclared-body.ts';
import { unknownSessionSwallows } from './unknown-session-swallows.ts';
import { unlinkedNeverCleaned } from './unlinked-never-cleaned.ts';

/** The known bugs of a control plane: each is switched on by putting its rules over the correct ones. */
export const controlPlaneMutants: readonly ControlPlaneMutant[] = [
  secondSessionForWorkspace,
  keyIgnored,
  taskRowStays,
  orphanSession,
  sessFallback,
  firstMessageBestEffort,
  linkLost,
  linkOverwritten,
  linkNotRetried,
  secondWorkspace,
  countersOnly,
  batchAllOrNothing,
  idsGlobal,
  checkThenInsert,
  contentCut,
  orderedByTimestamp,
  acceptedAfterStop,
  batchesNotBroadcast,
  replayOverlaps,
  gapAfterReconnect,
  unlinkedNeverCleaned,
  outputDoesNotPostpone,
  doubleCleanup,
  firstMessageNotCounted,
  busyProject,
  acknowledgedFromMemory,
  sizeInCharacters,
  undeclaredBody,
  cursorByTime,
  silentTruncation,
  silentSubscription,
  unknownSessionSwallows,
  linkNotBroadcast,
  completedSentTwice,
  anyTokenMayPost,
  expiredToken500,
  foreignProjectShows,
  malformedFrameCloses,
  malformedBody500,
  eventsOfAnyProject,
  tokenEchoed,
  ...liveMutants,
  ...runtimesMutants,
  ...phaseMutants,
];
