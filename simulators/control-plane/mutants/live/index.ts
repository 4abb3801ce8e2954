import type { ControlPlaneMutant } from '../mutant.ts';
import { anyUserWatches } from './any-user-watches.ts';
import { chunksFromOne } from './chunks-from-one.ts';
import { closingActiveForInterrupt } from './closing-active-for-interrupt.ts';
import { closingActiveForSend } from './closing-active-for-send.ts';
import { connectedUnasked } from './connected-unasked.ts';
import { cursorAheadAccepted } from './cursor-ahead-accepted.ts';
import { emptySessionsKept } from './empty-sessions-kept.ts';
import { emptySessionsListed } from './empty-sessions-listed.ts';
import { endedToActive } from './ended-to-active.ts';
import { endsTwice } from './ends-twice.ts';
import { firstMessageSwallowed } from './first-message-swallowed.ts';
import { historyLostOnResume } from './history-lost-on-resume.ts';
import { idTakenOver } from './id-taken-over.ts';
import { idleNeverEnds } from './idle-never-ends.ts';
import { interruptTrustsFlag } from './interrupt-trusts-flag.ts';
import { interruptWaits } from './interrupt-waits.ts';
import { metadataFailsReply } from './metadata-fails-reply.ts';
import { metadataNotRecorded } from './metadata-not-recorded.ts';
import { modeOfProject } from './mode-of-project.ts';
import { noRecovery } from './no-recovery.ts';
import { noWatchOnSwitch } from './no-watch-on-switch.ts';
import { orphanKept } from './orphan-kept.ts';
import { otherPromptAccepted } from './other-prompt-accepted.ts';
import { reconnectByRegistry } from './reconnect-by-registry.ts';
import { reconnectTrustsFlag } from './reconnect-trusts-flag.ts';
import { refusalLooksLikeFailure } from './refusal-looks-like-failure.ts';
import { replayFromZero } from './replay-from-zero.ts';
import { resultsWithOtherId } from './results-with-other-id.ts';
import { resumeLoses } from './resume-loses.ts';
import { resumeRepeats } from './resume-repeats.ts';
import { runningFromRegistry } from './running-from-registry.ts';
import { secondRecord } from './second-record.ts';
import { sendTrustsFlag } from './send-trusts-flag.ts';
import { servedBeforeChecked } from './served-before-checked.ts';
import { sessionOfFrameIgnored } from './session-of-frame-ignored.ts';
import { startingDrops } from './starting-drops.ts';
import { startingStartsAnother } from './starting-starts-another.ts';
import { stateTimesStandStill } from './state-times-stand-still.ts';
import { suspendedIsTold } from './suspended-is-told.ts';
import { switchMovesAllTabs } from './switch-moves-all-tabs.ts';
import { switchTrustsFlag } from './switch-trusts-flag.ts';
import { switchedFieldMissing } from './switched-field-missing.ts';
import { terminalNotReplayed } from './terminal-not-replayed.ts';
import { twoOwners } from './two-owners.ts';
import { twoTurns } from './two-turns.ts';
import { unfinishedForgotten } from './unfinished-forgotten.ts';
import { unknownHistoryEmpty } from './unknown-history-empty.ts';
import { watchAfterSend } from './watch-after-send.ts';
import { zombieLeftRunning } from './zombie-left-running.ts';

/** The known bugs of live sessions. */
export const liveMutants: readonly ControlPlaneMutant[] = [
  sendTrustsFlag,
  interruptTrustsFlag,
  switchTrustsFlag,
  reconnectTrustsFlag,
  firstMessageSwallowed,
  noWatchOnSwitch,
  runningFromRegistry,
  switchedFieldMissing,
  idleNeverEnds,
  historyLostOnResume,
  closingActiveForSend,
  closingActiveForInterrupt,
  zombieLeftRunning,
  interruptWaits,
  reconnectByRegistry,
  replayFromZero,
  terminalNotReplayed,
  cursorAheadAccepted,
  endedToActive,
  stateTimesStandStill,
  noRecovery,
  unfinishedForgotten,
  endsTwice,
  twoTurns,
  otherPromptAccepted,
  twoOwners,
  startingDrops,
  startingStartsAnother,
  resumeRepeats,
  resumeLoses,
  suspendedIsTold,
  watchAfterSend,
  orphanKept,
  emptySessionsListed,
  emptySessionsKept,
  sessionOfFrameIgnored,
  unknownHistoryEmpty,
  chunksFromOne,
  connectedUnasked,
  metadataNotRecorded,
  metadataFailsReply,
  resultsWithOtherId,
  modeOfProject,
  switchMovesAllTabs,
  refusalLooksLikeFailure,
  secondRecord,
  idTakenOver,
  anyUserWatches,
  servedBeforeChecked,
];
