import type { FrontendMutant } from '../../rules.ts';
import { chunksAsTheyCome } from './frontend-chunks-as-they-come.ts';
import { countResetAtOpen } from './frontend-count-reset-at-open.ts';
import { createsAgainOnRetry } from './frontend-creates-again-on-retry.ts';
import { createsForEach } from './frontend-creates-for-each.ts';
import { eagerCreation } from './frontend-eager-creation.ts';
import { failureIsNotCreated } from './frontend-failure-is-not-created.ts';
import { finalisedTwice } from './frontend-finalised-twice.ts';
import { forgetsPlaceWhenHidden } from './frontend-forgets-place-when-hidden.ts';
import { ignoresRunning } from './frontend-ignores-running.ts';
import { modeInherited } from './frontend-mode-inherited.ts';
import { newIdOnResend } from './frontend-new-id-on-resend.ts';
import { newIdOnRetry } from './frontend-new-id-on-retry.ts';
import { openWhileCreating } from './frontend-open-while-creating.ts';
import { queueIntoShown } from './frontend-queue-into-shown.ts';
import { queueLost } from './frontend-queue-lost.ts';
import { queueReversed } from './frontend-queue-reversed.ts';
import { queueUnbounded } from './frontend-queue-unbounded.ts';
import { reconnectsFromZero } from './frontend-reconnects-from-zero.ts';
import { reconnectsOnce } from './frontend-reconnects-once.ts';
import { reloadForgetsFirst } from './frontend-reload-forgets-first.ts';
import { reloadForgetsMessages } from './frontend-reload-forgets-messages.ts';
import { reopensOnMetadata } from './frontend-reopens-on-metadata.ts';
import { resendNotIdentical } from './frontend-resend-not-identical.ts';
import { resultsByArrival } from './frontend-results-by-arrival.ts';
import { resumeForgotten } from './frontend-resume-forgotten.ts';
import { resumeOnFirst } from './frontend-resume-on-first.ts';
import { retriesRefusedHello } from './frontend-retries-refused-hello.ts';
import { sendsOnOpen } from './frontend-sends-on-open.ts';
import { showsLateFrames } from './frontend-shows-late-frames.ts';
import { terminalClosedWithChat } from './frontend-terminal-closed-with-chat.ts';
import { terminalReopenedWithChat } from './frontend-terminal-reopened-with-chat.ts';
import { typedTextLost } from './frontend-typed-text-lost.ts';

/** The known bugs of the chat. */
export const chatMutants: readonly FrontendMutant[] = [
  eagerCreation,
  resumeOnFirst,
  resumeForgotten,
  newIdOnResend,
  resendNotIdentical,
  queueIntoShown,
  showsLateFrames,
  reloadForgetsMessages,
  reloadForgetsFirst,
  failureIsNotCreated,
  chunksAsTheyCome,
  finalisedTwice,
  countResetAtOpen,
  reconnectsOnce,
  sendsOnOpen,
  queueLost,
  queueReversed,
  queueUnbounded,
  resultsByArrival,
  modeInherited,
  retriesRefusedHello,
  terminalClosedWithChat,
  terminalReopenedWithChat,
  newIdOnRetry,
  createsForEach,
  openWhileCreating,
  typedTextLost,
  createsAgainOnRetry,
  reopensOnMetadata,
  ignoresRunning,
  reconnectsFromZero,
  forgetsPlaceWhenHidden,
];
