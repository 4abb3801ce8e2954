import type { VmAgentMutant } from '../rules.ts';
import { dropsOn401 } from './agent-drops-on-401.ts';
import { givesUpOn503 } from './agent-gives-up-on-503.ts';
import { goesOnAfterStop } from './agent-goes-on-after-stop.ts';
import { ignoresRetryAfter } from './agent-ignores-retry-after.ts';
import { newIdsOnRetry } from './agent-new-ids-on-retry.ts';
import { promptUnderNewId } from './agent-prompt-under-new-id.ts';
import { retries400 } from './agent-retries-400.ts';
import { trustsPartialAnswer } from './agent-trusts-partial-answer.ts';

export const vmAgentMutants: readonly VmAgentMutant[] = [
  promptUnderNewId,
  trustsPartialAnswer,
  retries400,
  dropsOn401,
  givesUpOn503,
  newIdsOnRetry,
  ignoresRetryAfter,
  goesOnAfterStop,
];
