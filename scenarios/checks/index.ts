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
import { answeredPerMessage } from './messages/answered-per-message.ts';
import { conflictKeepsFirst } from './messages/conflict-keeps-first.ts';
import { countsMatch } from './messages/counts-match.ts';
import { idsScopedToSession } from './messages/ids-scoped-to-session.ts';
import { nothingAcknowledgedLost } from './messages/nothing-acknowledged-lost.ts';
import { senderOrderKept } from './messages/sender-order-kept.ts';
import { seqGapless } from './messages/seq-gapless.ts';
import { stoppedStoresNothing } from './messages/stopped-stores-nothing.ts';
import { storedOnce } from './messages/stored-once.ts';
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

/** All checks, sorted by id. Each is an invariant: it applies to every history. */
export const checks: readonly Check[] = [
  accessKept,
  answeredPerMessage,
  batchesBounded,
  cleanupOnTime,
  conflictKeepsFirst,
  contractConformance,
  countsMatch,
  deliveredOnceInOrder,
  finalErrorsNotRetried,
  firstMessageStoredOnce,
  idsScopedToSession,
  lifeInOrder,
  lifecycleEventsOnce,
  limitsKept,
  linkHolds,
  linkRetried,
  listsComplete,
  malformedRefused,
  noPartialTask,
  noSecretShown,
  noUnknown5xx,
  nothingAcknowledgedLost,
  oneSessionPerTask,
  oneTaskPerKey,
  oneWorkspaceLeft,
  onlyInjectedRefusals,
  outboxAccounted,
  retryableRetried,
  returnedIdsResolve,
  senderOrderKept,
  seqGapless,
  stoppedStoresNothing,
  storedOnce,
  unknownSessionRefused,
];
