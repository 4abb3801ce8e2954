import { batchesBounded } from './agent/batches-bounded.ts';
import { finalErrorsNotRetried } from './agent/final-errors-not-retried.ts';
import { outboxAccounted } from './agent/outbox-accounted.ts';
import { retryableRetried } from './agent/retryable-retried.ts';
import type { Check } from './check.ts';
import { contractConformance } from './contract/contract-conformance.ts';
import { noUnknown5xx } from './contract/no-unknown-5xx.ts';
import { deliveredOnceInOrder } from './feed/delivered-once-in-order.ts';
import { lifecycleEventsOnce } from './feed/lifecycle-events-once.ts';
import { unknownSessionRefused } from './feed/unknown-session-refused.ts';
import { limitsKept } from './limits/limits-kept.ts';
import { listsComplete } from './limits/lists-complete.ts';
import { endsForAReason } from './live/lives/ends-for-a-reason.ts';
import { idleEnded } from './live/lives/idle-ended.ts';
import { legalTransitionsOnly } from './live/lives/legal-transitions.ts';
import { oneLoopAlive } from './live/lives/one-loop-alive.ts';
import { closingTakesNothing } from './live/prompts/closing-takes-nothing.ts';
import { firstMessageAnswered } from './live/prompts/first-message-answered.ts';
import { interruptAtOnce } from './live/prompts/interrupt-at-once.ts';
import { oneOwner } from './live/prompts/one-owner.ts';
import { oneTerminal } from './live/prompts/one-terminal.ts';
import { oneTurnPerMessage } from './live/prompts/one-turn-per-message.ts';
import { repliedOnce } from './live/prompts/replied-once.ts';
import { replyIsTheEcho } from './live/prompts/reply-is-the-echo.ts';
import { startingKeepsPrompts } from './live/prompts/starting-keeps-prompts.ts';
import { frontendTakesRunning } from './live/telling/frontend-takes-running.ts';
import { routedByTheTable } from './live/telling/routed-by-the-table.ts';
import { switchedTellsTheTruth } from './live/telling/switched-tells-the-truth.ts';
import { reconnectReplays } from './live/watching/reconnect-replays.ts';
import { senderSubscribed } from './live/watching/sender-subscribed.ts';
import { suspendLosesNothing } from './live/watching/suspend-loses-nothing.ts';
import { switchSubscribes } from './live/watching/switch-subscribes.ts';
import { answeredPerMessage } from './messages/answered-per-message.ts';
import { conflictKeepsFirst } from './messages/conflict-keeps-first.ts';
import { countsMatch } from './messages/counts-match.ts';
import { idsScopedToSession } from './messages/ids-scoped-to-session.ts';
import { nothingAcknowledgedLost } from './messages/nothing-acknowledged-lost.ts';
import { senderOrderKept } from './messages/sender-order-kept.ts';
import { seqGapless } from './messages/seq-gapless.ts';
import { shownAsSent } from './messages/shown-as-sent.ts';
import { stoppedStoresNothing } from './messages/stopped-stores-nothing.ts';
import { storedOnce } from './messages/stored-once.ts';
import { archivedBeforeGone } from './phases/archive/archived-before-gone.ts';
import { archivedOnSchedule } from './phases/archive/archived-on-schedule.ts';
import { endedStaysEnded } from './phases/changing/ended-stays-ended.ts';
import { lockRespected } from './phases/changing/lock-respected.ts';
import { versionsRespected } from './phases/changing/versions-respected.ts';
import { countersTrue } from './phases/counting/counters-true.ts';
import { queriesConstant } from './phases/counting/queries-constant.ts';
import { deletedModel } from './phases/reading/deleted-model.ts';
import { replacedIsGone } from './phases/reading/replaced-is-gone.ts';
import { startedIsVisible } from './phases/reading/started-is-visible.ts';
import { intentNamesWhatItReplaces } from './phases/starting/intent-names-what-it-replaces.ts';
import { oneVisibleSession } from './phases/starting/one-visible-session.ts';
import { replacementWhole } from './phases/starting/replacement-whole.ts';
import { startsFollowTheModel } from './phases/starting/starts-follow-the-model.ts';
import { failuresHaveTheirText } from './phases/telling/failures-have-their-text.ts';
import { listsFollow } from './phases/telling/lists-follow.ts';
import { phaseEventsOnce } from './phases/telling/phase-events-once.ts';
import { usersReadTheirText } from './phases/telling/users-read-their-text.ts';
import { warnedBeforeReplacing } from './phases/telling/warned-before-replacing.ts';
import { backfillPairsRightly } from './runtimes/backfill-pairs-rightly.ts';
import { chatKnowsRuntime } from './runtimes/chat-knows-runtime.ts';
import { claimedByOne } from './runtimes/claimed-by-one.ts';
import { daemonAsksAgain } from './runtimes/daemon-asks-again.ts';
import { daemonBeats } from './runtimes/daemon-beats.ts';
import { daemonRetries } from './runtimes/daemon-retries.ts';
import { daemonUsesOffer } from './runtimes/daemon-uses-offer.ts';
import { daemonsKeptApart } from './runtimes/daemons-kept-apart.ts';
import { offeredOnlyWhereMade } from './runtimes/offered-only-where-made.ts';
import { offeredWhenPossible } from './runtimes/offered-when-possible.ts';
import { oneEndPerTask } from './runtimes/one-end-per-task.ts';
import { orphansQueuedAgain } from './runtimes/orphans-queued-again.ts';
import { pinnedSurvives } from './runtimes/pinned-survives.ts';
import { pointerMovesWhole } from './runtimes/pointer-moves-whole.ts';
import { queuedForItsRuntime } from './runtimes/queued-for-its-runtime.ts';
import { removedRuntimeEnds } from './runtimes/removed-runtime-ends.ts';
import { runtimeStatusTrue } from './runtimes/runtime-status-true.ts';
import { taskMessagesKept } from './runtimes/task-messages-kept.ts';
import { waitingTaskGiven } from './runtimes/waiting-task-given.ts';
import { workDirKept } from './runtimes/work-dir-kept.ts';
import { accessKept } from './safety/access-kept.ts';
import { malformedRefused } from './safety/malformed-refused.ts';
import { noSecretShown } from './safety/no-secret-shown.ts';
import { cleanupOnTime } from './tasks/cleanup-on-time.ts';
import { firstMessageStoredOnce } from './tasks/first-message-stored-once.ts';
import { lifeInOrder } from './tasks/life-in-order.ts';
import { linkHolds } from './tasks/link-holds.ts';
import { linkRetried } from './tasks/link-retried.ts';
import { noPartialTask } from './tasks/no-partial-task.ts';
import { oneSessionPerTask } from './tasks/one-session-per-task.ts';
import { oneTaskPerKey } from './tasks/one-task-per-key.ts';
import { oneWorkspaceLeft } from './tasks/one-workspace-left.ts';
import { onlyInjectedRefusals } from './tasks/only-injected-refusals.ts';
import { returnedIdsResolve } from './tasks/returned-ids-resolve.ts';
import { tasksWereAskedFor } from './tasks/tasks-were-asked-for.ts';
import { chunksMerge } from './web/chat/chunks-merge.ts';
import { errorsShown } from './web/chat/errors-shown.ts';
import { inputFollowsState } from './web/chat/input-follows-state.ts';
import { modeOfItsSession } from './web/chat/mode-of-its-session.ts';
import { reloadRestores } from './web/chat/reload-restores.ts';
import { tabsIndependent } from './web/chat/tabs-independent.ts';
import { toolResultsPaired } from './web/chat/tool-results-paired.ts';
import { unknownIsNotCreated } from './web/chat/unknown-is-not-created.ts';
import { emptySessionsVanish } from './web/provider/empty-sessions-vanish.ts';
import { metadataKept } from './web/provider/metadata-kept.ts';
import { oneRecordPerId } from './web/provider/one-record-per-id.ts';
import { seesOnlyItsOwn } from './web/provider/sees-only-its-own.ts';
import { createdOnce } from './web/sending/created-once.ts';
import { firstWithoutResume } from './web/sending/first-without-resume.ts';
import { laterWithResume } from './web/sending/later-with-resume.ts';
import { nothingBeforeTheFirstMessage } from './web/sending/nothing-before-the-first-message.ts';
import { rightSession } from './web/sending/right-session.ts';
import { nothingBeforeConnected } from './web/socket/nothing-before-connected.ts';
import { oneSocketATab } from './web/socket/one-socket-a-tab.ts';
import { reconnectsBounded } from './web/socket/reconnects-bounded.ts';
import { refusedAuthenticationIsFinal } from './web/socket/refused-authentication-is-final.ts';
import { terminalUntouched } from './web/socket/terminal-untouched.ts';

/** All checks, sorted by id. Each is an invariant: it applies to every history. */
export const checks: readonly Check[] = [
  accessKept,
  answeredPerMessage,
  archivedBeforeGone,
  archivedOnSchedule,
  backfillPairsRightly,
  batchesBounded,
  chatKnowsRuntime,
  chunksMerge,
  claimedByOne,
  cleanupOnTime,
  closingTakesNothing,
  conflictKeepsFirst,
  contractConformance,
  countersTrue,
  countsMatch,
  createdOnce,
  daemonAsksAgain,
  daemonBeats,
  daemonRetries,
  daemonUsesOffer,
  daemonsKeptApart,
  deletedModel,
  deliveredOnceInOrder,
  emptySessionsVanish,
  endedStaysEnded,
  endsForAReason,
  errorsShown,
  failuresHaveTheirText,
  finalErrorsNotRetried,
  firstMessageAnswered,
  firstMessageStoredOnce,
  firstWithoutResume,
  frontendTakesRunning,
  idleEnded,
  idsScopedToSession,
  inputFollowsState,
  intentNamesWhatItReplaces,
  interruptAtOnce,
  laterWithResume,
  legalTransitionsOnly,
  lifeInOrder,
  lifecycleEventsOnce,
  limitsKept,
  linkHolds,
  linkRetried,
  listsComplete,
  listsFollow,
  lockRespected,
  malformedRefused,
  metadataKept,
  modeOfItsSession,
  noPartialTask,
  noSecretShown,
  noUnknown5xx,
  nothingAcknowledgedLost,
  nothingBeforeConnected,
  nothingBeforeTheFirstMessage,
  offeredOnlyWhereMade,
  offeredWhenPossible,
  oneEndPerTask,
  oneLoopAlive,
  oneOwner,
  oneRecordPerId,
  oneSessionPerTask,
  oneSocketATab,
  oneTaskPerKey,
  oneTerminal,
  oneTurnPerMessage,
  oneVisibleSession,
  oneWorkspaceLeft,
  onlyInjectedRefusals,
  orphansQueuedAgain,
  outboxAccounted,
  phaseEventsOnce,
  pinnedSurvives,
  pointerMovesWhole,
  queriesConstant,
  queuedForItsRuntime,
  reconnectReplays,
  reconnectsBounded,
  refusedAuthenticationIsFinal,
  reloadRestores,
  removedRuntimeEnds,
  replacedIsGone,
  replacementWhole,
  repliedOnce,
  replyIsTheEcho,
  retryableRetried,
  returnedIdsResolve,
  rightSession,
  routedByTheTable,
  runtimeStatusTrue,
  seesOnlyItsOwn,
  senderOrderKept,
  senderSubscribed,
  seqGapless,
  shownAsSent,
  startedIsVisible,
  startingKeepsPrompts,
  startsFollowTheModel,
  stoppedStoresNothing,
  storedOnce,
  suspendLosesNothing,
  switchSubscribes,
  switchedTellsTheTruth,
  tabsIndependent,
  taskMessagesKept,
  tasksWereAskedFor,
  terminalUntouched,
  toolResultsPaired,
  unknownIsNotCreated,
  unknownSessionRefused,
  usersReadTheirText,
  versionsRespected,
  waitingTaskGiven,
  warnedBeforeReplacing,
  workDirKept,
];
