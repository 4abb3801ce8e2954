import { check, type Exchange } from '../check.ts';
import { Findings } from '../findings.ts';
import { answersOf, fields, list, queryOf, type Said } from '../reading.ts';
import { changeOf, isBefore } from './effects.ts';
import { claimKeyOf, claimsOf } from './offers.ts';
import type { Runs, TaskStory } from './runs.ts';

/** What a run says is there to be read, under the attempt that said it (RUN-8). */
export const taskMessagesKept = check({
  id: 'task-messages-kept',
  level: 'MUST',
  requirements: ['RUN-8'],
  sentence:
    'Every message of a run is stored once, however often it is said, and read back once, by its attempt and number.',
  start() {
    const found = new Findings();
    return {
      on() {},
      end({ runs: all }) {
        for (const runs of all.all) {
          for (const story of runs.tasks.values()) {
            judgeCounts(story, found);
            const reads = story.reads.flatMap(answersOf).filter(({ status }) => status === 200);
            if (reads.length === 0) continue;
            const spoken = spokenOf(runs, story);
            for (const read of reads) judgeRead(story.taskId, spoken, read, found);
          }
        }
        return found;
      },
    };
  },
});

const messagesOf = (word: Exchange) => list(fields(word.sent.message.body).messages).map(fields);

/** Of all that one claim says again, each number counts once. */
function judgeCounts(story: TaskStory, found: Findings): void {
  for (const [, words] of Map.groupBy(story.wordsOf('appendTaskMessages'), claimKeyOf)) {
    const answers = words.flatMap(answersOf).filter(({ status }) => status === 200);
    if (answers.length === 0) continue;
    found.judged += 1;
    const numbers = new Set(words.flatMap(messagesOf).map(({ seq }) => seq));
    const stored = answers.reduce((sum, { body }) => sum + Number(body.stored ?? 0), 0);
    if (stored <= numbers.size) continue;
    const message = `${stored} messages of task ${story.taskId} were stored, though its run said ${numbers.size}.`;
    found.breach(message, ...answers.map(({ index }) => index));
  }
}

/** A message as it was said, and whether its attempt is known. */
interface Spoken {
  word: Exchange;
  attempt: number | undefined;
  seq: unknown;
  content: unknown;
}

function spokenOf(runs: Runs, story: TaskStory): Spoken[] {
  const attempts = new Map(claimsOf(runs).map(({ claimKey, task }) => [claimKey, task.attempt]));
  return story.wordsOf('appendTaskMessages').flatMap((word) => {
    const attempt = attempts.get(claimKeyOf(word) ?? '');
    return messagesOf(word).map(({ seq, content }) => ({ word, attempt, seq, content }));
  });
}

function judgeRead(taskId: string, spoken: readonly Spoken[], { exchange, body, index }: Said, found: Findings): void {
  found.judged += 1;
  const rows = list(body.messages).map(fields);
  const shown = new Set<string>();
  const name = (attempt: unknown, seq: unknown) => `Message ${seq} of attempt ${attempt} of task ${taskId}`;
  for (const { attempt, seq, content } of rows) {
    const key = JSON.stringify([attempt, seq]);
    if (shown.has(key)) found.breach(`${name(attempt, seq)} is shown twice.`, index);
    shown.add(key);
    const isSaid = spoken.some(
      (one) => (one.attempt ?? attempt) === attempt && one.seq === seq && one.content === content,
    );
    if (!isSaid) found.breach(`${name(attempt, seq)} is shown, though no run said it so.`, index);
  }
  const isWhole = body.nextCursor === null && !queryOf(exchange).has('cursor');
  if (!isWhole) return;
  const at = { from: exchange.arrived[0]?.index ?? 0, to: index };
  for (const { word, attempt, seq } of spoken) {
    const change = changeOf(word);
    if (attempt === undefined || !change?.certain || !isBefore(change, at)) continue;
    if (!shown.has(JSON.stringify([attempt, seq])))
      found.breach(`${name(attempt, seq)} was taken, but is not read back.`, ...change.events, index);
  }
}
