import { judgeCases } from '../../cases.testing.ts';
import { beginning, type PhasePlay, phaseRow, played, refusal } from '../testing.ts';
import { archivedBeforeGone } from './archived-before-gone.ts';
import { archivedOnSchedule } from './archived-on-schedule.ts';

const hour = 60 * 60 * 1000;
const minute = 60 * 1000;
const a = phaseRow();
const deleted = { ...a, state: 'cancelled', version: 3, endedAt: beginning, deletedAt: beginning } as const;
/** A day after the deletion, at 3:00. */
const due = beginning + 27 * hour;
const messages = [{ messageId: 'm1', content: 'Go on.', seq: 1, userId: 'alice', storedAt: beginning }];
const { sessionId, taskId, phase, model, parameters, state, title, replacedBy, userId } = deleted;
const times = { createdAt: beginning, startedAt: null, endedAt: beginning, deletedAt: beginning, archivedAt: due };
const entry = {
  sessionId,
  taskId,
  phase,
  model,
  parameters,
  state,
  title,
  replacedBy,
  userId,
  times,
  messages,
  logs: [],
};

const begin = (p: PhasePlay) => {
  p.start(a);
  p.delete(a);
};
const exported = (p: PhasePlay, has: object | null) =>
  p.ask('exportPhaseSession', 'a', has ? 200 : 404, has ?? refusal('not_found'));
const archived = (p: PhasePlay, has: object | null, actor = 'frontend') =>
  p.ask('readArchived', 'a', has ? 200 : 404, has ?? refusal('not_found'), actor);
const stored = { session: deleted, messages, logs: [] };
const year = 365 * 24 * hour;

judgeCases(archivedBeforeGone, [
  [
    'passes a session that goes from the store to the archive, and is purged after its year',
    played((p) => {
      begin(p);
      exported(p, stored);
      p.h.wait(27 * hour + minute);
      exported(p, null);
      archived(p, entry);
      archived(p, null, 'frontend:bob');
      p.h.wait(year);
      archived(p, null);
    }),
  ],
  [
    'fails where it is gone at once',
    played((p) => {
      begin(p);
      return exported(p, null);
    }),
    /Session a cannot be exported, though it was not archived yet/,
  ],
  [
    'fails where neither has it',
    played((p) => {
      begin(p);
      p.h.wait(28 * hour);
      exported(p, null);
      return archived(p, null);
    }),
    /Session a is lost: neither the store nor the archive has it/,
  ],
  [
    'fails where it is purged too early',
    played((p) => {
      begin(p);
      p.h.wait(28 * hour);
      archived(p, entry);
      p.h.wait(year / 2);
      return archived(p, null);
    }),
    /was purged from the archive before its year was over/,
  ],
  [
    'fails where it is never purged',
    played((p) => {
      begin(p);
      p.h.wait(28 * hour);
      archived(p, entry);
      p.h.wait(year);
      return archived(p, entry);
    }),
    /Session a is in the archive after its year/,
  ],
  [
    'fails where it is archived again',
    played((p) => {
      begin(p);
      p.h.wait(28 * hour);
      archived(p, entry);
      return archived(p, { ...entry, times: { ...times, archivedAt: due + minute } });
    }),
    /Session a was archived again/,
  ],
  [
    'fails for another reader',
    played((p) => {
      begin(p);
      p.h.wait(28 * hour);
      return archived(p, entry, 'frontend:bob');
    }),
    /The archived session a of alice was read by bob/,
  ],
  [
    'fails for an archive without its messages',
    played((p) => {
      begin(p);
      exported(p, stored);
      p.h.wait(28 * hour);
      return archived(p, { ...entry, messages: [] });
    }),
    /The archive has another messages of session a than the store had/,
  ],
]);

const run = {
  runId: 'r',
  startedAt: due,
  endedAt: due,
  archived: 1,
  failed: 0,
  deadLetters: [] as string[],
  alarm: null,
};
const runs = (p: PhasePlay, ...some: object[]) => p.h.call('frontend', 'listArchiveRuns', {}, 200, { runs: some });
const gaveUp = {
  ...run,
  archived: 0,
  failed: 1,
  deadLetters: ['a'],
  alarm: 'too_many_errors',
  endedAt: due + 21 * minute,
};
/** A run as it is told two days after a deletion. */
const told = (...some: object[]) =>
  played((p) => {
    begin(p);
    p.h.wait(48 * hour);
    return runs(p, ...some);
  });

judgeCases(archivedOnSchedule, [
  ['passes a run at 3:00', told(run)],
  ['passes one that gave up after its last attempt', told(gaveUp)],
  [
    'passes no run before it is due, and a late one after a late alarm',
    played((p) => {
      begin(p);
      runs(p);
      p.h.fault('alarm-late');
      p.h.wait(48 * hour);
      runs(p, { ...run, startedAt: due + hour, endedAt: due + hour });
    }),
  ],
  ['fails for another hour', told({ ...run, startedAt: due + hour }), /did not begin at 3:00 UTC/],
  ['fails where nothing was archived', told(), /The runs archived 0 sessions of 1 that were due/],
  ['fails where it was archived twice', told(run, run), /though only 1 were to be archived/],
  ['fails where it gave up at once', told({ ...gaveUp, endedAt: due }), /gave a session up after 0 ms/],
  [
    'fails where it gave up long after the last attempt',
    told({ ...gaveUp, endedAt: due + 66 * minute }),
    /gave a session up after 3960000 ms, long after the last attempt was due/,
  ],
  [
    'fails where it was tried again too late',
    played((p) => {
      begin(p);
      p.h.fault('object-unavailable');
      p.h.wait(48 * hour);
      return archived(p, { ...entry, times: { ...times, archivedAt: due + 66 * minute } });
    }),
    /Session a was archived after the last attempt of the run that was due for it/,
  ],
  ['fails without an alarm', told({ ...gaveUp, alarm: null }), /with alarm null instead of too_many_errors/],
  [
    'fails without the alarm of a long run',
    told({ ...run, endedAt: due + 7 * hour }),
    /with alarm null instead of too_long/,
  ],
  [
    'fails for a session that was archived before its day was over',
    played((p) => {
      begin(p);
      p.h.wait(4 * hour);
      return archived(p, { ...entry, times: { ...times, archivedAt: beginning + 3 * hour } });
    }),
    /Session a was archived before the run that was due for it/,
  ],
]);
