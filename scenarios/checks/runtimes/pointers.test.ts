import { backfillPairsRightly } from './backfill-pairs-rightly.ts';
import { chatKnowsRuntime } from './chat-knows-runtime.ts';
import { pointerMovesWhole } from './pointer-moves-whole.ts';
import { judgeRuns, type RunsBuilder } from './testing.ts';

/** One task of a chat ended on `r1` with session `s1` in `/w1`. */
const moved = (h: RunsBuilder): void => {
  h.begin();
  h.chat();
  h.queue('t1', { chatId: 'c1' });
  h.run('t1', { sessionId: 's1', workDir: '/w1' });
};

judgeRuns(pointerMovesWhole, [
  [
    'The three are those of the task that ended.',
    (h) => {
      moved(h);
      h.readChat();
      h.observeRuns();
      return [];
    },
  ],
  [
    'The runtime stays behind.',
    (h) => {
      moved(h);
      h.move('r2');
      h.queue('t2', { chatId: 'c1' });
      h.run('t2', { sessionId: 's2', workDir: '/w2' }, { workDir: '/w1' });
      const read = h.readChat({ runtimeId: 'r1' });
      h.observeRuns();
      return [read];
    },
    /shown with session s2, runtime r1 and work directory \/w2, but task t2 ended last, with session s2, runtime r2/,
  ],
  [
    'An end without a session wipes the pointer.',
    (h) => {
      moved(h);
      h.queue('t2', { chatId: 'c1' });
      h.run('t2', {}, { session: 's1', workDir: '/w1' });
      const read = h.readChat({ sessionId: null });
      h.observeRuns();
      return [read];
    },
    /task t1 ended last/,
  ],
  [
    'An end that is said again moves the pointer back.',
    (h) => {
      moved(h);
      h.queue('t2', { chatId: 'c1' });
      h.run('t2', { sessionId: 's2', workDir: '/w2' }, { session: 's1', workDir: '/w1' });
      const body = { claimKey: 'k-t1', output: 'Done', sessionId: 's1', workDir: '/w1' };
      h.call('daemon:r1', 'completeTask', { params: { taskId: 't1' }, body }, 200, h.row('t1'));
      const read = h.readChat({ sessionId: 's1', workDir: '/w1' });
      h.observeRuns();
      return [read];
    },
    /task t2 ended last/,
  ],
  [
    'An end whose answer was lost may have moved the pointer or not.',
    (h) => {
      h.begin();
      h.chat();
      h.queue('t1', { chatId: 'c1' });
      h.claim('k1', 't1');
      h.start('k1', 't1');
      const body = { claimKey: 'k1', output: 'Done', sessionId: 's1', workDir: '/w1' };
      const lost = h.send('daemon:r1', 'completeTask', { params: { taskId: 't1' }, body });
      lost.arrive();
      h.readChat();
      h.readChat({ sessionId: 's1', workDir: '/w1' });
      lost.giveUp();
      h.complete('k1', 't1', { sessionId: 's1', workDir: '/w1' });
      h.observeRuns();
      return [];
    },
  ],
]);

judgeRuns(chatKnowsRuntime, [
  [
    'A new chat has the runtime of its agent.',
    (h) => {
      h.begin();
      h.chat();
      h.observeRuns();
      return [];
    },
  ],
  [
    'A new chat has none.',
    (h) => {
      h.begin();
      const made = h.chat('c1', { runtimeId: null });
      h.observeRuns();
      return [made];
    },
    /runtime none .* its agent has runtime r1/,
  ],
  [
    'A chat that is made while the agent moves may have either runtime.',
    (h) => {
      h.begin();
      const body = { chatId: 'c1', agentId: 'a1', title: 'Chat' };
      const making = h.send('frontend', 'createAgentChat', { body });
      making.arrive();
      h.move('r2');
      const pointer = { sessionId: null, runtimeId: 'r1', workDir: null };
      making.answer(201, { ...body, ...pointer, createdAt: h.at });
      making.receive();
      h.observeRuns();
      return [];
    },
  ],
  [
    'In the old version no chat has one.',
    (h) => {
      h.begin();
      h.legacy({});
      h.chat('c1', { runtimeId: null });
      h.observeRuns();
      return [];
    },
  ],
]);

/** A pointer whose session an older task made on `r1`, beside a newer task on `r2`. */
const old = (h: RunsBuilder): void => {
  h.begin();
  h.legacy({
    chats: [{ sessionId: 's1', workDir: '/w1' }],
    tasks: [
      { taskId: 'older', sessionId: 's1', runtimeId: 'r1', finishedAt: 1 },
      { taskId: 'newer', sessionId: 's2', runtimeId: 'r2', finishedAt: 2 },
    ],
  });
  h.migrate('expand', { unknown: 1 });
};
const readOld = (h: RunsBuilder, runtimeId: string | null): number[] => {
  Object.assign(h.chats.get('c1') ?? {}, { runtimeId });
  const read = h.readChat();
  h.observeRuns();
  return [read];
};

/** A backfilled pointer whose session only a task has that was called off. */
const calledOff = (h: RunsBuilder): void => {
  h.begin();
  h.legacy({ chats: [{ sessionId: 's1' }], tasks: [{ sessionId: 's1', state: 'cancelled' }] });
  h.migrate('expand', { unknown: 1 });
  h.migrate('backfill', { unknown: 1 });
};

judgeRuns(backfillPairsRightly, [
  [
    'A pointer gets the runtime of the task that made its session.',
    (h) => {
      old(h);
      h.readChat();
      h.migrate('backfill', { paired: 1 });
      return readOld(h, 'r1') && [];
    },
  ],
  [
    'A pointer gets the runtime of a newer task.',
    (h) => {
      old(h);
      const migrated = h.migrate('backfill', { paired: 1 });
      return [migrated, ...readOld(h, 'r2')];
    },
    /made by task older on runtime r1: its runtime should be r1, but r2 is that of task newer, the newest run of the chat, whose session is s2/,
  ],
  [
    'A pointer gets a runtime before anything was paired.',
    (h) => {
      old(h);
      return readOld(h, 'r1');
    },
    /its runtime should be none/,
  ],
  [
    'A pointer whose session no task made gets a runtime.',
    (h) => {
      h.begin();
      h.legacy({ chats: [{ sessionId: 's1' }], tasks: [{ sessionId: 's2', runtimeId: 'r2' }] });
      h.migrate('expand', { unknown: 1 });
      h.migrate('backfill', { paired: 1 });
      return readOld(h, 'r2');
    },
    /no task of the chat made that session: its runtime should be none, but r2 is that of task old/,
  ],
  [
    'A pointer whose session only a task made that was called off stays unknown.',
    (h) => {
      calledOff(h);
      return readOld(h, null) && [];
    },
  ],
  [
    'A pointer gets the runtime of a task that was called off.',
    (h) => {
      calledOff(h);
      return readOld(h, 'r1');
    },
    /no task of the chat made that session: its runtime should be none, but r1 is that of task old/,
  ],
  [
    'A pointer is left unknown by a backfill that was answered.',
    (h) => {
      old(h);
      h.migrate('backfill', { paired: 1 });
      return readOld(h, null);
    },
    /should be r1, but after the backfill it still has none/,
  ],
  [
    'A backfill says that it has paired what stays unknown.',
    (h) => {
      h.begin();
      h.legacy({ chats: [{ sessionId: 's1' }] });
      h.migrate('expand', { unknown: 1 });
      const migrated = h.migrate('backfill', { paired: 1, unknown: 1 });
      return [migrated, ...(readOld(h, null) && [])];
    },
    /said that 1 pointers are paired, instead of 0/,
  ],
  [
    'A backfill says that nothing is unknown.',
    (h) => {
      h.begin();
      h.legacy({ chats: [{ sessionId: 's1' }] });
      h.migrate('expand', { unknown: 1 });
      const migrated = h.migrate('backfill');
      return [migrated, ...(readOld(h, null) && [])];
    },
    /said that 0 pointers are unknown, instead of 1/,
  ],
  [
    'A pointer that moves while a backfill runs may be counted or not.',
    (h) => {
      old(h);
      h.queue('t9', { chatId: 'c1' });
      h.claim('k9', 't9');
      h.start('k9', 't9');
      const step = h.send('caller:admin', 'migrateRuns', { body: { step: 'backfill' } });
      step.arrive();
      h.complete('k9', 't9', { sessionId: 's9', workDir: '/w9' });
      step.answer(200, { chats: 1, paired: 0, unknown: 0 });
      step.receive();
      h.observeRuns();
      return [];
    },
  ],
  [
    'A backfill whose answer was lost may have paired it or not.',
    (h) => {
      old(h);
      const lost = h.send('caller:admin', 'migrateRuns', { body: { step: 'backfill' } });
      lost.arrive();
      lost.giveUp();
      h.readChat();
      return readOld(h, 'r1') && [];
    },
  ],
]);
