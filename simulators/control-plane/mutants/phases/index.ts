import type { ControlPlaneMutant } from '../mutant.ts';
import { alwaysNew } from './phase-always-new.ts';
import { answeredBeforeStored } from './phase-answered-before-stored.ts';
import { anyIntent } from './phase-any-intent.ts';
import { archiveAMonth } from './phase-archive-a-month.ts';
import { archiveAlarmOfAny } from './phase-archive-alarm-of-any.ts';
import { archiveAtMidnight } from './phase-archive-at-midnight.ts';
import { archiveDroppedAtLast } from './phase-archive-dropped-at-last.ts';
import { archiveDroppedFirst } from './phase-archive-dropped-first.ts';
import { archiveEveryMinute } from './phase-archive-every-minute.ts';
import { archiveForEverybody } from './phase-archive-for-everybody.ts';
import { archiveLostOnRetry } from './phase-archive-lost-on-retry.ts';
import { archiveNeverPurged } from './phase-archive-never-purged.ts';
import { archiveNoAlarm } from './phase-archive-no-alarm.ts';
import { archiveNoRetry } from './phase-archive-no-retry.ts';
import { archiveRetriesLate } from './phase-archive-retries-late.ts';
import { archiveTooEarly } from './phase-archive-too-early.ts';
import { archiveTwice } from './phase-archive-twice.ts';
import { bareFailure } from './phase-bare-failure.ts';
import { cancelNeedsAStart } from './phase-cancel-needs-a-start.ts';
import { cancelledFirst } from './phase-cancelled-first.ts';
import { cancelledTwice } from './phase-cancelled-twice.ts';
import { decidedOnce } from './phase-decided-once.ts';
import { deletedFirst } from './phase-deleted-first.ts';
import { deletedListed } from './phase-deleted-listed.ts';
import { deletedModelHides } from './phase-deleted-model-hides.ts';
import { deletedModelNotLookedUp } from './phase-deleted-model-not-looked-up.ts';
import { deletedModelRuns } from './phase-deleted-model-runs.ts';
import { deletedModelShown } from './phase-deleted-model-shown.ts';
import { deletedModelUnnamed } from './phase-deleted-model-unnamed.ts';
import { deletedReadable } from './phase-deleted-readable.ts';
import { deletionUntold } from './phase-deletion-untold.ts';
import { detailsLeaked } from './phase-details-leaked.ts';
import { doesNotWait } from './phase-does-not-wait.ts';
import { everyParameterCounts } from './phase-every-parameter-counts.ts';
import { hitsEverywhere } from './phase-hits-everywhere.ts';
import { lastStatusWins } from './phase-last-status-wins.ts';
import { listedLater } from './phase-listed-later.ts';
import { listedOneByOne } from './phase-listed-one-by-one.ts';
import { lockNotFreed } from './phase-lock-not-freed.ts';
import { lockOfTheDead } from './phase-lock-of-the-dead.ts';
import { lookupByVersionAlone } from './phase-lookup-by-version-alone.ts';
import { lookupToldOnce } from './phase-lookup-told-once.ts';
import { lookupTrustsItsCache } from './phase-lookup-trusts-its-cache.ts';
import { minorVersionCounts } from './phase-minor-version-counts.ts';
import { missingParameterIgnored } from './phase-missing-parameter-ignored.ts';
import { noLock } from './phase-no-lock.ts';
import { oldStaysVisible } from './phase-old-stays-visible.ts';
import { oneForAll } from './phase-one-for-all.ts';
import { openToDaemons } from './phase-open-to-daemons.ts';
import { parameterIgnored } from './phase-parameter-ignored.ts';
import { refusalDetails } from './phase-refusal-details.ts';
import { refusedWaitsNotCounted } from './phase-refused-waits-not-counted.ts';
import { replacedForAnyReason } from './phase-replaced-for-any-reason.ts';
import { replacesUnasked } from './phase-replaces-unasked.ts';
import { sameModelWhileItRuns } from './phase-same-model-while-it-runs.ts';
import { storedOneByOne } from './phase-stored-one-by-one.ts';
import { timeoutsNotCounted } from './phase-timeouts-not-counted.ts';
import { titleOverAnother } from './phase-title-over-another.ts';
import { unlocksAnother } from './phase-unlocks-another.ts';
import { versionByFirstDigit } from './phase-version-by-first-digit.ts';
import { versionNotChecked } from './phase-version-not-checked.ts';
import { versionStandsStill } from './phase-version-stands-still.ts';
import { waitsForLong } from './phase-waits-for-long.ts';

/** The known bugs of phase sessions. */
export const phaseMutants: readonly ControlPlaneMutant[] = [
  decidedOnce,
  alwaysNew,
  oneForAll,
  sameModelWhileItRuns,
  anyIntent,
  oldStaysVisible,
  replacesUnasked,
  everyParameterCounts,
  minorVersionCounts,
  missingParameterIgnored,
  parameterIgnored,
  versionByFirstDigit,
  doesNotWait,
  lockNotFreed,
  lockOfTheDead,
  noLock,
  unlocksAnother,
  waitsForLong,
  titleOverAnother,
  versionNotChecked,
  versionStandsStill,
  deletedModelHides,
  deletedModelNotLookedUp,
  deletedModelRuns,
  deletedModelShown,
  deletedModelUnnamed,
  bareFailure,
  detailsLeaked,
  refusalDetails,
  cancelledFirst,
  deletedFirst,
  answeredBeforeStored,
  listedLater,
  cancelNeedsAStart,
  cancelledTwice,
  lastStatusWins,
  deletedListed,
  deletedReadable,
  lookupTrustsItsCache,
  lookupToldOnce,
  lookupByVersionAlone,
  archiveLostOnRetry,
  archiveDroppedFirst,
  archiveDroppedAtLast,
  archiveTwice,
  archiveForEverybody,
  archiveTooEarly,
  archiveAtMidnight,
  archiveEveryMinute,
  archiveNoRetry,
  archiveRetriesLate,
  archiveAMonth,
  archiveNeverPurged,
  archiveNoAlarm,
  archiveAlarmOfAny,
  deletionUntold,
  listedOneByOne,
  storedOneByOne,
  hitsEverywhere,
  timeoutsNotCounted,
  replacedForAnyReason,
  refusedWaitsNotCounted,
  openToDaemons,
];
