import {
  criticalParameters,
  phaseMetrics,
  phaseStateMeanings,
  phaseStates,
  phaseTexts,
  phaseTransitions,
} from '../phases/index.ts';
import { table } from './tables.ts';

const stateTable = () =>
  table(
    ['state', 'meaning', 'then'],
    phaseStates.map((state) => [
      `\`${state}\``,
      phaseStateMeanings[state],
      phaseTransitions[state].join(', ') || 'nothing',
    ]),
  );

const textTable = () =>
  table(
    ['when', 'text'],
    Object.entries({
      'answer `existing`': phaseTexts.existing,
      '`model_conflict`': phaseTexts.conflict,
      'before a replacement, and answer `replaced`': phaseTexts.warning,
      '`replaced_meanwhile`': phaseTexts.replacedMeanwhile,
      '`version_conflict`': phaseTexts.changedMeanwhile,
      '`session_ended`': phaseTexts.ended,
      '`lock_lost`': phaseTexts.lockLost,
      '`locking_disabled`': phaseTexts.lockingDisabled,
      '`session_locked`': phaseTexts.locked,
      '`session_creation_failed`': phaseTexts.creationFailed,
      '`unavailable`': phaseTexts.unavailable,
      '`internal_error`': phaseTexts.unexpected,
      '`modelName` of a deleted model': phaseTexts.modelNotFound,
    }),
  );

const metricTable = () =>
  table(
    ['name', 'counts'],
    Object.entries(phaseMetrics).map(([name, text]) => [`\`${name}\``, text]),
  );

/** What the schemas of the operations of phases cannot say, in Markdown. */
export function phaseGuide(): string {
  return `## Phases
A task has four phases, and a phase has at most one session that is visible. A phase session has nothing to do with the chat session of its task: it has a model, messages of its own, and a state:

${stateTable()}

Terminal states stay: whoever comes later is told \`session_ended\` with the state it has; ending it again in the same way changes nothing and is no event. A deleted session never changes (PHASE-18). \`version\` counts the changes of a session; a change of its model’s name is none.

### Starting and replacing
- The model comes first: the same one as the visible session has is that session, 200 \`existing\`, whatever its state and whatever \`replace\` says (PHASE-1). So a replacement whose answer was lost may be sent again. Another model is another \`modelId\`, another major version, or another value of ${criticalParameters.map((name) => `\`${name}\``).join(', ')}, missing included (PHASE-3).
- Another model without \`replace\` is 409 \`model_conflict\`; a \`replace\` that does not name the current session and version is 409 \`replaced_meanwhile\`. Both have \`current\`: \`{sessionId, version, model, state}\`, or null where there is none. So have \`version_conflict\` and \`session_ended\` (PHASE-2).
- A replacement cancels the old session, where it had not ended, deletes it and creates the new one in one step. What fails leaves everything as it was (PHASE-13). What was answered is at once in every list and lookup, and what was answered as a failure that is definite is in none, ever (PHASE-8, PHASE-15).
- Deleted sessions are in no list and no lookup, and 404 by their id; only exportPhaseSession and the archive have them (PHASE-4).
- While somebody holds the lock of a session, replacements, titles and other locks wait up to two seconds and then are 423 \`session_locked\`; messages, finishing and cancelling do not wait. A lock is over five seconds after it was taken or renewed, by the clock of the provider (PHASE-5). With \`pessimistic_locking_enabled\` off nobody waits, and versions decide: of several replacements one wins and the others are \`replaced_meanwhile\`, as with locks (PHASE-6).
- Texts for users, word for word; the details of a 5xx are in the log of the provider under the \`errorId\` of the answer, never in the answer (PHASE-9):

${textTable()}

### Events
A replacement is three entries of the project’s feed: \`phase.changed\` with the old session cancelled (left out where it had ended), \`phase.deleted\`, \`phase.started\` with \`replaced\`. Deleting is the first two. When a model is deleted or restored each visible session of it has a \`phase.changed\`. Whoever takes them in their order has a right list without a reload (PHASE-12).

### The archive
What was deleted at least a day before is archived at 3:00 UTC: fetched in batches of 1000, by two workers, each session once. A session that fails is tried again after 1, 5 and 15 minutes, then it is a dead letter, which stays in the store. It is gone from the store only after it is in the archive; there its user may read it for a year, and nobody else knows of it (PHASE-10).

### Counters
\`GET /v1/projects/{projectId}/metrics\` is Prometheus text. They are durable and exact (PHASE-16); the numbers of store queries do not grow with the number of sessions that an operation is about (PHASE-14).

${metricTable()}
`;
}
