import type { DaemonMutant } from '../rules.ts';
import { beatsWhenIdle } from './daemon-beats-when-idle.ts';
import { emptiesDirectory } from './daemon-empties-directory.ts';
import { givesUpOn503 } from './daemon-gives-up-on-503.ts';
import { ignoresSession } from './daemon-ignores-session.ts';
import { ignoresWorkDir } from './daemon-ignores-work-dir.ts';
import { leavesOrphans } from './daemon-leaves-orphans.ts';
import { neverPins } from './daemon-never-pins.ts';
import { newKeyAfterLostClaim } from './daemon-new-key-after-lost-claim.ts';
import { retries400 } from './daemon-retries-400.ts';
import { saysLessOnRetry } from './daemon-says-less-on-retry.ts';
import { sessionOfRunBefore } from './daemon-session-of-run-before.ts';

export const daemonMutants: readonly DaemonMutant[] = [
  ignoresSession,
  ignoresWorkDir,
  emptiesDirectory,
  retries400,
  givesUpOn503,
  saysLessOnRetry,
  sessionOfRunBefore,
  newKeyAfterLostClaim,
  neverPins,
  leavesOrphans,
  beatsWhenIdle,
];
