import { offeredOnlyWhereMade } from './offered-only-where-made.ts';
import { offeredWhenPossible } from './offered-when-possible.ts';
import { pinnedSurvives } from './pinned-survives.ts';
import { judgeRuns, type RunsBuilder } from './testing.ts';
import { workDirKept } from './work-dir-kept.ts';

/** A first task of the issue ended on `r1` with session `s1` in `/w1`, and another is queued on a runtime. */
const second = (h: RunsBuilder, runtimeId = 'r1'): void => {
  h.begin();
  h.queue('t1');
  h.run('t1', { sessionId: 's1', workDir: '/w1' });
  if (runtimeId !== 'r1') h.move(runtimeId);
  h.queue('t2');
};
/** The same in a chat. */
const secondInChat = (h: RunsBuilder, runtimeId = 'r1'): void => {
  h.begin();
  h.chat();
  h.queue('t1', { chatId: 'c1' });
  h.run('t1', { sessionId: 's1', workDir: '/w1' });
  if (runtimeId !== 'r1') h.move(runtimeId);
  h.queue('t2', { chatId: 'c1' });
};

judgeRuns(offeredOnlyWhereMade, [
  [
    'A session is offered on the runtime that made it.',
    (h) => {
      second(h);
      h.claim('k2', 't2', { session: 's1', workDir: '/w1' });
      h.observeRuns();
      return [];
    },
  ],
  [
    'A session is offered on another runtime than the one that made it.',
    (h) => {
      second(h, 'r2');
      return [h.claim('k2', 't2', { session: 's1', workDir: '/w1' })];
    },
    /offered session s1, which was made on r1/,
  ],
  [
    'A session is offered on another runtime, whose daemon says that it does not find it.',
    (h) => {
      second(h, 'r2');
      const claim = h.claim('k2', 't2', { session: 's1', workDir: '/w1' });
      const run = { taskId: 't2', attempt: 1 };
      const unfound = h.report('daemon:r2', 'resume-failed', { ...run, sessionId: 's1' });
      return [claim, unfound, h.report('daemon:r2', 'run', { ...run, sessionId: 's2', resumed: false })];
    },
    /offered session s1, which was made on r1/,
  ],
  [
    'A session is offered that nobody has ever said.',
    (h) => {
      second(h);
      return [h.claim('k2', 't2', { session: 'invented' })];
    },
    /offered session invented, which no run has ever said/,
  ],
  [
    'A session whose end was lost on the way may have been said.',
    (h) => {
      h.begin();
      h.queue('t1');
      h.claim('k1', 't1');
      h.start('k1', 't1');
      const lost = h.send('daemon:r1', 'completeTask', {
        params: { taskId: 't1' },
        body: { claimKey: 'k1', output: 'Done', sessionId: 's1' },
      });
      lost.arrive();
      lost.giveUp();
      h.queue('t2');
      h.claim('k2', 't2', { session: 's1' });
      return [];
    },
  ],
]);

judgeRuns(offeredWhenPossible, [
  [
    'The session of the prior run is offered on the same runtime.',
    (h) => {
      second(h);
      h.claim('k2', 't2', { session: 's1', workDir: '/w1' });
      h.observeRuns();
      return [];
    },
  ],
  [
    'Nothing is offered on the same runtime, though there is a prior run.',
    (h) => {
      second(h);
      const claim = h.claim('k2', 't2', { workDir: '/w1' });
      h.observeRuns();
      return [claim];
    },
    /offered session none instead of s1/,
  ],
  [
    'A task that was queued before its agent moved still resumes.',
    (h) => {
      second(h);
      h.move('r2');
      h.claim('k2', 't2', { session: 's1', workDir: '/w1' });
      h.observeRuns();
      return [];
    },
  ],
  [
    'A task that was queued before its agent moved is judged by where the agent is now.',
    (h) => {
      second(h);
      h.move('r2');
      const claim = h.claim('k2', 't2', { workDir: '/w1' });
      h.observeRuns();
      return [claim];
    },
    /offered session none instead of s1/,
  ],
  [
    'The pointer of a chat is offered where its runtime is that of the task.',
    (h) => {
      secondInChat(h);
      h.claim('k2', 't2', { session: 's1', workDir: '/w1' });
      h.observeRuns();
      return [];
    },
  ],
  [
    'A pointer without a runtime falls back to the newest task of the chat.',
    (h) => {
      h.begin();
      h.legacy({ chats: [{ sessionId: 's0', workDir: '/w0' }], tasks: [{ sessionId: 's1', workDir: '/w1' }] });
      h.queue('t2', { chatId: 'c1' });
      h.claim('k2', 't2', { session: 's1', workDir: '/w0' });
      h.observeRuns();
      return [];
    },
  ],
  [
    'A pointer without a runtime is offered as if it were known.',
    (h) => {
      h.begin();
      h.legacy({ chats: [{ sessionId: 's0', workDir: '/w0' }], tasks: [{ sessionId: 's1', workDir: '/w1' }] });
      h.queue('t2', { chatId: 'c1' });
      const claim = h.claim('k2', 't2', { session: 's0', workDir: '/w0' });
      h.observeRuns();
      return [claim];
    },
    /offered session s0 instead of s1/,
  ],
  [
    'What ends while a task is claimed may be offered or not.',
    (h) => {
      h.begin();
      h.queue('t1');
      h.claim('k1', 't1');
      h.start('k1', 't1');
      h.queue('t2');
      const ask = h.askClaim('k2');
      h.complete('k1', 't1', { sessionId: 's1' });
      ask.answer(200, { task: h.claimed('k2', 't2') });
      ask.receive();
      h.observeRuns();
      return [];
    },
  ],
  [
    'Nothing is said of a history whose end nobody read.',
    (h) => {
      second(h);
      h.claim('k2', 't2');
      return [];
    },
    'left out',
  ],
]);

judgeRuns(workDirKept, [
  [
    'The work directory is offered on another runtime, too.',
    (h) => {
      second(h, 'r2');
      h.claim('k2', 't2', { workDir: '/w1' });
      h.observeRuns();
      return [];
    },
  ],
  [
    'The work directory is cleared with the session.',
    (h) => {
      second(h, 'r2');
      const claim = h.claim('k2', 't2');
      h.observeRuns();
      return [claim];
    },
    /offered work directory none instead of \/w1/,
  ],
  [
    'The work directory of a pointer whose runtime was removed is dropped.',
    (h) => {
      secondInChat(h, 'r2');
      h.remove('r1');
      const claim = h.claim('k2', 't2');
      h.observeRuns();
      return [claim];
    },
    /offered work directory none instead of \/w1/,
  ],
]);

/** A task on `r1` that pinned session `s1` in `/w1` before its daemon began anew. */
const pinned = (h: RunsBuilder): void => {
  h.begin();
  h.queue('t1');
  h.claim('k1', 't1');
  h.start('k1', 't1');
  h.pin('k1', 't1', { sessionId: 's1', workDir: '/w1' });
};

judgeRuns(pinnedSurvives, [
  [
    'A task that is queued again is offered what it pinned.',
    (h) => {
      pinned(h);
      h.recover('r1', ['t1']);
      h.claim('k2', 't1', { session: 's1', workDir: '/w1' });
      h.observeRuns();
      return [];
    },
  ],
  [
    'The pinned session is lost.',
    (h) => {
      pinned(h);
      h.recover('r1', ['t1'], { sessionId: null, workDir: null });
      const claim = h.claim('k2', 't1');
      h.observeRuns();
      return [claim];
    },
    /offered session none instead of s1\. \(and 1 more\)/,
  ],
  [
    'A pin whose answer was lost may have been stored.',
    (h) => {
      pinned(h);
      const lost = h.send('daemon:r1', 'pinSession', {
        params: { taskId: 't1' },
        body: { claimKey: 'k1', sessionId: 's2' },
      });
      lost.arrive();
      lost.giveUp();
      h.recover('r1', ['t1']);
      h.claim('k2', 't1', { session: 's2', workDir: '/w1' });
      h.observeRuns();
      return [];
    },
  ],
]);
