import { taskMessagesKept } from './task-messages-kept.ts';
import { judgeRuns, type RunsBuilder } from './testing.ts';

const params = { taskId: 't1' };
const spoken = (claimKey: string, content: string) => ({
  params,
  body: { claimKey, messages: [{ seq: 1, type: 'text', content }] },
});
const say = (h: RunsBuilder, claimKey: string, content: string, stored = 1): number =>
  h.call('daemon:r1', 'appendTaskMessages', spoken(claimKey, content), 200, { stored, known: 1 - stored });
const read = (h: RunsBuilder, ...rows: [attempt: number, content: string][]): number => {
  const messages = rows.map(([attempt, content]) => ({ attempt, seq: 1, type: 'text', content, storedAt: h.at }));
  return h.call('frontend', 'agentTaskMessages', { params }, 200, { messages, nextCursor: null });
};
const running = (h: RunsBuilder): void => {
  h.begin();
  h.queue('t1');
  h.claim('k1', 't1');
  h.start('k1', 't1');
};
/** Two attempts, each of which said something. Answers what was said in the second. */
const twoAttempts = (h: RunsBuilder): number => {
  running(h);
  say(h, 'k1', 'first');
  h.recover('r1', ['t1']);
  h.claim('k2', 't1');
  h.start('k2', 't1');
  return say(h, 'k2', 'second');
};

judgeRuns(taskMessagesKept, [
  [
    'What both attempts said is read back.',
    (h) => {
      twoAttempts(h);
      read(h, [1, 'first'], [2, 'second']);
      return [];
    },
  ],
  [
    'What the second attempt said is not there.',
    (h) => [twoAttempts(h), read(h, [1, 'first'])],
    /Message 1 of attempt 2 of task t1 was taken, but is not read back/,
  ],
  [
    'What the second attempt said is shown as of the first.',
    (h) => {
      twoAttempts(h);
      return [read(h, [1, 'second'], [2, 'second'])];
    },
    /Message 1 of attempt 1 of task t1 is shown, though no run said it so/,
  ],
  [
    'A message is shown twice.',
    (h) => {
      running(h);
      say(h, 'k1', 'first');
      return [read(h, [1, 'first'], [1, 'first'])];
    },
    /is shown twice/,
  ],
  [
    'A message that is said again is known.',
    (h) => {
      running(h);
      say(h, 'k1', 'first');
      say(h, 'k1', 'first', 0);
      read(h, [1, 'first']);
      return [];
    },
  ],
  [
    'A message that is said again is stored again.',
    (h) => {
      running(h);
      return [say(h, 'k1', 'first'), say(h, 'k1', 'first')];
    },
    /2 messages of task t1 were stored, though its run said 1/,
  ],
  [
    'A message whose answer was lost may be there or not.',
    (h) => {
      running(h);
      const lost = h.send('daemon:r1', 'appendTaskMessages', spoken('k1', 'first'));
      lost.arrive();
      lost.giveUp();
      read(h);
      read(h, [1, 'first']);
      return [];
    },
  ],
]);
