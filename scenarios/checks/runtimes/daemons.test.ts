import { daemonAsksAgain } from './daemon-asks-again.ts';
import { daemonRetries } from './daemon-retries.ts';
import { daemonUsesOffer } from './daemon-uses-offer.ts';
import { judgeRuns, type RunsBuilder } from './testing.ts';

const actor = 'daemon:r1';
const params = { taskId: 't1' };
/** The daemon says the end of a task. Answers what came of it. */
const end = (h: RunsBuilder, status: number | null, more: object = {}): number => {
  const step = h.send(actor, 'completeTask', { params, body: { claimKey: 'k1', output: 'Done', ...more } });
  step.arrive();
  if (status === null) return step.giveUp();
  step.answer(status, status < 300 ? {} : { code: 'unavailable' });
  return step.receive() + 1;
};
const givenUp = (h: RunsBuilder): number => h.report(actor, 'given-up', { taskId: 't1', operation: 'completeTask' });

judgeRuns(daemonRetries, [
  [
    'What may succeed is said again after 4, 8, 16, 32 and 64 seconds, and then given up.',
    (h) => {
      for (const delay of [4_000, 8_000, 16_000, 32_000, 64_000]) {
        end(h, delay === 8_000 ? null : 503);
        h.wait(delay);
      }
      end(h, 429);
      givenUp(h);
      h.wait(200_000);
      h.observeRuns();
      return [];
    },
  ],
  [
    'An end is given up at once.',
    (h) => [end(h, 503), givenUp(h)],
    /gave up completeTask of task t1 after 1 of 6 tries/,
  ],
  [
    'An end is never said again.',
    (h) => {
      const lost = end(h, null);
      h.wait(10_000);
      h.observeRuns();
      return [lost];
    },
    /never sent completeTask of task t1 again/,
  ],
  [
    'A daemon that crashed says nothing again.',
    (h) => {
      end(h, 400);
      end(h, 503, { output: 'x' });
      h.report(actor, 'crashed', {});
      h.wait(10_000);
      h.observeRuns();
      return [];
    },
  ],
  [
    'An end that is lost after its daemon was stopped is not said again.',
    (h) => {
      end(h, 400);
      const said = h.send(actor, 'completeTask', { params, body: { claimKey: 'k1', output: 'x' } });
      said.arrive();
      h.report(actor, 'stopped', {});
      said.giveUp();
      h.wait(10_000);
      h.observeRuns();
      return [];
    },
  ],
  [
    'An end is said again too soon.',
    (h) => {
      end(h, 503);
      h.wait(1_000);
      end(h, 200);
      return [];
    },
    /after 1000 ms instead of 4000 ms/,
  ],
  [
    'Something else is said the second time.',
    (h) => {
      const lost = end(h, null, { sessionId: 's1' });
      h.wait(4_000);
      end(h, 200);
      return [lost];
    },
    /said something else when it sent completeTask/,
  ],
  [
    'What was refused for good is said again.',
    (h) => {
      end(h, 409);
      h.wait(4_000);
      end(h, 409);
      return [];
    },
    /sent completeTask again, which had been refused for good/,
  ],
]);

const ask = (h: RunsBuilder, claimKey: string, status: number | null): void => {
  const step = h.askClaim(claimKey);
  if (status === null) step.giveUp();
  else {
    step.answer(status, { task: null });
    step.receive();
  }
};

judgeRuns(daemonAsksAgain, [
  [
    'A claim that was lost is said again at once, and the next one has a new key.',
    (h) => {
      ask(h, 'k1', null);
      ask(h, 'k1', 200);
      h.wait(30_000);
      ask(h, 'k2', 200);
      return [];
    },
  ],
  [
    'A claim that was lost is said again under another key.',
    (h) => {
      ask(h, 'k1', null);
      ask(h, 'k2', 200);
      return [];
    },
    /asked under claim k2 instead of k1, which was not answered/,
  ],
  [
    'A claim that was lost is said again at the next time to ask.',
    (h) => {
      ask(h, 'k1', null);
      h.wait(30_000);
      ask(h, 'k1', 200);
      return [];
    },
    /asked again only 30000 ms after/,
  ],
  [
    'A key is used twice.',
    (h) => {
      ask(h, 'k1', 200);
      ask(h, 'k1', 200);
      return [];
    },
    /asked again under claim k1, which was answered/,
  ],
  [
    'A daemon that crashed asks under a new key.',
    (h) => {
      ask(h, 'k1', null);
      h.report(actor, 'crashed', {});
      ask(h, 'k2', 200);
      ask(h, 'k3', 200);
      return [];
    },
  ],
  [
    'A claim that is lost after its daemon has crashed is nobody’s.',
    (h) => {
      const asked = h.askClaim('k1');
      h.report(actor, 'crashed', {});
      asked.giveUp();
      ask(h, 'k2', 200);
      ask(h, 'k3', 200);
      h.wait(10_000);
      h.observeRuns();
      return [];
    },
  ],
]);

/** A task that is offered session `s1` in `/w1`, and what its daemon reports of the run. */
const ran = (h: RunsBuilder, run: object = {}): number => {
  h.begin();
  h.queue('t1');
  h.claim('k1', 't1', { session: 's1', workDir: '/w1' });
  return h.report(actor, 'run', { ...params, attempt: 1, sessionId: 's1', resumed: true, workDir: '/w1', ...run });
};

judgeRuns(daemonUsesOffer, [
  [
    'A run resumes what it is offered, and says so.',
    (h) => {
      ran(h);
      h.pin('k1', 't1', { sessionId: 's1', workDir: '/w1' });
      h.complete('k1', 't1', { sessionId: 's1', workDir: '/w1' });
      return [];
    },
  ],
  [
    'A run is in a new directory.',
    (h) => [ran(h, { workDir: '/new' })],
    /runs task t1 in \/new, though it was offered \/w1/,
  ],
  [
    'A run finds what the run before left in its directory.',
    (h) => {
      ran(h, { files: 0 });
      h.report(actor, 'run', { taskId: 't2', attempt: 1, sessionId: 's1', workDir: '/w1', files: 1 });
      h.report(actor, 'run', { taskId: 't3', attempt: 1, sessionId: 's1', workDir: '/other', files: 0 });
      return [];
    },
  ],
  [
    'A run finds nothing of what the run before left.',
    (h) => [
      ran(h, { files: 0 }),
      h.report(actor, 'run', { taskId: 't2', attempt: 1, sessionId: 's1', workDir: '/w1', files: 0 }),
    ],
    /runs task t2 among 0 files in \/w1, where runs had left 1/,
  ],
  [
    'A run begins anew.',
    (h) => [ran(h, { sessionId: 's2', resumed: false })],
    /with session s2, though it was offered s1/,
  ],
  [
    'A run begins anew where the command line does not find the session.',
    (h) => {
      h.report(actor, 'resume-failed', { ...params, attempt: 1, sessionId: 's1' });
      ran(h, { sessionId: 's2', resumed: false });
      return [];
    },
  ],
  [
    'The session of another run is said.',
    (h) => {
      ran(h);
      h.pin('k1', 't1', { sessionId: 's1' });
      return [h.complete('k1', 't1', { sessionId: 's0' }) - 2];
    },
    /said session s0 instead of s1 by completeTask/,
  ],
  [
    'The session is left out at the end.',
    (h) => {
      ran(h);
      h.pin('k1', 't1', { sessionId: 's1' });
      return [h.complete('k1', 't1') - 2];
    },
    /left session s1 out of completeTask/,
  ],
  [
    'The session is not said before the end.',
    (h) => {
      ran(h);
      return [h.complete('k1', 't1', { sessionId: 's1' }) - 2];
    },
    /never said session s1 before the end/,
  ],
  [
    'A daemon that comes back asks before it says that nothing runs.',
    (h) => {
      h.begin();
      const again = h.sign('r1');
      return [again + 1, h.claim('k1', null) - 2];
    },
    /asked for tasks before it said that nothing runs/,
  ],
]);
