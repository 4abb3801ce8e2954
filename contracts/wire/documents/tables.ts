import { frameErrors } from '../frames.ts';
import { limits } from '../limits.ts';
import { liveErrors } from '../live/frames.ts';
import { type ProblemCode, problems, rejections } from '../problems.ts';

/** A Markdown table. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

const yesNo = (value: boolean) => (value ? 'yes' : 'no');

/** The problems with these codes, explained. */
export function problemTable(codes: readonly ProblemCode[]): string {
  return table(
    ['code', 'status', 'retryable', 'definite', 'meaning'],
    codes.map((code) => {
      const { status, retryable, definite, meaning } = problems[code];
      return [`\`${code}\``, String(status), yesNo(retryable), yesNo(definite), meaning];
    }),
  );
}

/** Words and what each means. */
export const meanings = (head: string, entries: Record<string, string>) =>
  table(
    [head, 'meaning'],
    Object.entries(entries).map(([code, meaning]) => [`\`${code}\``, meaning]),
  );

export const rejectionTable = () => meanings('code', rejections);
export const frameErrorTable = () => meanings('code', frameErrors);
export const liveErrorTable = () => meanings('code', liveErrors);

const minutes = (ms: number) => `${ms / 60_000} minutes`;
const seconds = (ms: number) => `${ms / 1000} seconds`;
const hours = (ms: number) => `${ms / 3_600_000} hours`;
const kibibytes = (bytes: number) => `${bytes / 1024} KiB (${bytes} bytes)`;

/** Every limit with what happens beyond it. */
export function limitTable(): string {
  const rows = {
    batchMessages: ['messages in a batch', String(limits.batchMessages), '413 `batch_too_large`, nothing is stored'],
    messageBytes: [
      'content of a message, in UTF-8',
      kibibytes(limits.messageBytes),
      'in a batch this message is `rejected: message_too_large`; in submitTask 413 `message_too_large`; a prompt on the live socket is refused by the `error` frame `prompt_too_large`',
    ],
    bodyBytes: [
      'a request body, its length declared or not; a frame of a client',
      kibibytes(limits.bodyBytes),
      '413 `body_too_large`; for a frame an `error` frame `malformed_frame`',
    ],
    pageRows: ['rows of a page', `${limits.pageRows} (50 where no \`limit\` is given)`, '400 `malformed_request`'],
    topicCharacters: ['characters of a topic', String(limits.topicCharacters), 'the rest is cut off'],
    subscriptions: [
      'subscriptions of one socket',
      String(limits.subscriptions),
      '`error` frame `too_many_subscriptions`',
    ],
    idempotencyKeyLife: ['life of an Idempotency-Key', hours(limits.idempotencyKeyLife), 'the key is new again'],
    idlePeriod: ['from agent completed to cleanup', minutes(limits.idlePeriod), 'the session is cleaned up'],
    workspaceRecovery: [
      'from a crash between ordering and linking a workspace to order restored',
      minutes(limits.workspaceRecovery),
      'exactly one workspace is linked, or none is left running',
    ],
    previewCharacters: [
      'characters of the preview of a live session',
      String(limits.previewCharacters),
      'the rest is cut off',
    ],
    watches: [
      'sessions that one live socket watches, suspended ones included',
      String(limits.watches),
      '`error` frame `too_many_watches`',
    ],
    waitingPrompts: [
      'prompts of a live session that wait for their turn, the running one not counted',
      String(limits.waitingPrompts),
      '`error` frame `too_many_prompts`',
    ],
    emptySessionLife: [
      'from making a live session to its first message',
      minutes(limits.emptySessionLife),
      'its record is removed, with its id',
    ],
    liveIdlePeriod: [
      'from the last durable event of a live session on, while no turn runs',
      hours(limits.liveIdlePeriod),
      'it is ENDED',
    ],
    closingPeriod: [
      'what a closing live session may take to finish its turn',
      minutes(limits.closingPeriod),
      'the turn is interrupted, the session is ENDED',
    ],
    phaseBulk: ['phase sessions replaced or deleted at once', String(limits.phaseBulk), '400 `malformed_request`'],
    phaseLockLease: [
      'from taking or renewing a lock of a phase session on',
      seconds(limits.phaseLockLease),
      'it is free, and renewing is 409 `lock_lost` (PHASE-5)',
    ],
    phaseLockWait: ['waiting for such a lock', seconds(limits.phaseLockWait), '423 `session_locked` (PHASE-5)'],
    archiveHour: ['hour of the archive, UTC', `${limits.archiveHour}:00`, 'the next day'],
    archiveAfter: ['from deletion to archive', hours(limits.archiveAfter), 'the next run archives it (PHASE-10)'],
    archiveBatch: ['sessions in one batch of the archive', String(limits.archiveBatch), 'another batch'],
    archiveRunTime: ['length of a run of the archive', hours(limits.archiveRunTime), 'alarm `too_long`'],
    archiveFailures: [
      'share of a run that is given up',
      `${limits.archiveFailures * 100} %`,
      'alarm `too_many_errors`',
    ],
    archiveLife: ['life in the archive', hours(limits.archiveLife), 'it is purged (PHASE-10)'],
    runtimeOfflineAfter: ['silence of a runtime', seconds(limits.runtimeOfflineAfter), 'it is `offline`'],
    claimLease: ['from a claim to its start', seconds(limits.claimLease), 'another claim may take the task (RUN-7)'],
    runtimeSilence: [
      'silence of a runtime with running tasks',
      seconds(limits.runtimeSilence),
      'they are queued again, or fail with `runtime_offline`',
    ],
    taskAttempts: ['attempts of a task of an agent', String(limits.taskAttempts), 'it fails instead'],
    taskMessages: [
      'messages in one batch of a daemon',
      String(limits.taskMessages),
      '413 `batch_too_large`, nothing is stored',
    ],
  } satisfies Record<keyof typeof limits, string[]>;
  return table(['what', 'limit', 'beyond it'], Object.values(rows));
}
