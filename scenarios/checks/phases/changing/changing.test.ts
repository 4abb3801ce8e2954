import { judgeCases } from '../../cases.testing.ts';
import { currentOf, done, large, type PhasePlay, phaseRow, played, refusal, running } from '../testing.ts';
import { endedStaysEnded } from './ended-stays-ended.ts';
import { lockRespected } from './lock-respected.ts';
import { versionsRespected } from './versions-respected.ts';

const a = phaseRow();
const b = phaseRow({ sessionId: 'b', ...large });
const live = { ...a, ...running };
const cancelled = { ...a, state: 'cancelled', version: 2, endedAt: 5 } as const;
const completed = { ...live, state: 'completed', version: 3, endedAt: 5 } as const;
const meant = { sessionId: 'a', version: 1 };

const lock = (p: PhasePlay, lockId: string, actor = 'frontend:bob') =>
  p.ask('lockPhaseSession', 'a', 201, { lockId, expiresAt: 5000 }, actor);
const unlock = (p: PhasePlay, lockId: string) =>
  p.h.call('frontend:bob', 'unlockPhaseSession', { params: { sessionId: 'a', lockId } }, 204);
const locked = (p: PhasePlay, waits: number) => {
  const step = p.asks(b, meant);
  p.h.wait(waits);
  return done(step, 423, refusal('session_locked'));
};

judgeCases(lockRespected, [
  [
    'passes one that waits in vain, one that is let in, and one whose holder died',
    played((p) => {
      p.start(a);
      lock(p, 'x');
      locked(p, 2000);
      const step = p.asks(b, meant);
      p.h.wait(1000);
      unlock(p, 'x');
      done(step, 500, refusal('session_creation_failed'));
      lock(p, 'y');
      p.h.wait(5000);
      p.replace(a, b);
    }),
  ],
  [
    'passes one that waits for whoever lost the answer to its lock',
    played((p) => {
      p.start(a);
      const step = p.h.send('frontend:bob', 'lockPhaseSession', { params: { sessionId: 'a' } });
      step.arrive();
      step.giveUp();
      locked(p, 2000);
    }),
  ],
  [
    'fails for a replacement while another holds the lock',
    played((p) => {
      p.start(a);
      lock(p, 'x');
      return p.replace(a, b);
    }),
    /Session a was replaced while another held its lock/,
  ],
  [
    'fails for a title while another holds the lock',
    played((p) => {
      p.start(a);
      lock(p, 'x');
      return p.change('updatePhaseSession', { ...a, version: 2, title: 'T' }, { title: 'T', version: 1 });
    }),
    /Session a was titled while another held its lock/,
  ],
  [
    'fails where two hold it',
    played((p) => {
      p.start(a);
      lock(p, 'x');
      p.h.wait(4999);
      return lock(p, 'y');
    }),
    /The lock of session a was given while another held it/,
  ],
  [
    'fails for a lock that is not freed',
    played((p) => {
      p.start(a);
      lock(p, 'x');
      unlock(p, 'x');
      return locked(p, 2000);
    }),
    /because session a was locked, though nobody held it any more/,
  ],
  [
    'fails for a lock that outlives its holder',
    played((p) => {
      p.start(a);
      lock(p, 'x');
      p.h.wait(5001);
      return locked(p, 2000);
    }),
    /though nobody held it any more/,
  ],
  [
    'fails for one that does not wait',
    played((p) => {
      p.start(a);
      lock(p, 'x');
      return locked(p, 0);
    }),
    /startPhase waited 0 ms for a lock instead of 2000/,
  ],
  [
    'passes one that goes on when the lock is freed',
    played((p) => {
      p.start(a);
      lock(p, 'x');
      const step = p.asks(b, meant);
      p.h.wait(1000);
      unlock(p, 'x');
      p.swap(a, b);
      done(step, 201, { outcome: 'replaced', session: b, replaced: 'a' });
    }),
  ],
  [
    'fails for one that goes on long after the lock was freed',
    played((p) => {
      p.start(a);
      lock(p, 'x');
      const step = p.asks(b, meant);
      unlock(p, 'x');
      p.h.wait(1000);
      p.swap(a, b);
      return done(step, 201, { outcome: 'replaced', session: b, replaced: 'a' });
    }),
    /startPhase went on after 1000 ms, though nobody had held session a for a while/,
  ],
  [
    'fails for a lock that is kept after it was freed',
    played((p) => {
      p.start(a);
      lock(p, 'x');
      unlock(p, 'x');
      const params = { sessionId: 'a', lockId: 'x' };
      return p.h.call('frontend:bob', 'renewPhaseLock', { params }, 200, { lockId: 'x', expiresAt: 1 });
    }),
    /was kept, though it had been freed/,
  ],
]);

const title = (p: PhasePlay, version: number, now: number) =>
  p.change('updatePhaseSession', { ...a, version: now, title: `T${now}` }, { title: `T${now}`, version });

judgeCases(versionsRespected, [
  [
    'passes titles one after the other, and one that comes too late',
    played((p) => {
      p.start(a);
      title(p, 1, 2);
      title(p, 2, 3);
      p.h.call(
        'frontend',
        'updatePhaseSession',
        { params: { sessionId: 'a' }, body: { title: 'X', version: 1 } },
        409,
        {
          ...refusal('version_conflict'),
          ...currentOf({ ...a, version: 3 }),
        },
      );
    }),
  ],
  [
    'passes either setting while it is changed',
    played((p) => {
      p.start(a);
      const step = p.h.send('frontend', 'phaseSettings', { body: { pessimistic_locking_enabled: false } });
      step.arrive();
      p.ask('lockPhaseSession', 'a', 409, refusal('locking_disabled'));
      lock(p, 'x');
      step.giveUp();
    }),
  ],
  [
    'fails for a title of an old version',
    played((p) => {
      p.start(a);
      title(p, 1, 2);
      return title(p, 1, 3);
    }),
    /Session a was titled for version 1 and has version 3 now/,
  ],
  [
    'fails for a version that is left out',
    played((p) => {
      p.start(a);
      p.tell('changed', { ...a, version: 3, title: 'T' });
    }),
    /Session a has version 3 instead of 2/,
  ],
  [
    'fails for one version with two contents',
    played((p) => {
      p.start(a);
      return p.lookup({ ...a, title: 'Another' });
    }),
    /in version 1, but not as it was with that version/,
  ],
  [
    'fails for a lock where there are none',
    played((p) => {
      p.start(a);
      p.h.call('frontend', 'phaseSettings', { body: { pessimistic_locking_enabled: false } }, 200, {});
      return lock(p, 'x');
    }),
    /lockPhaseSession was answered 201 , though locks were switched off/,
  ],
]);

const finish = (p: PhasePlay, status: number, body: unknown) =>
  p.h.call(
    'frontend',
    'finishPhaseSession',
    { params: { sessionId: 'a' }, body: { state: 'completed' } },
    status,
    body,
  );

judgeCases(endedStaysEnded, [
  [
    'passes cancelling before it started, twice, and finishing after that',
    played((p) => {
      p.start(a);
      finish(p, 409, { ...refusal('session_not_started'), ...currentOf(a) });
      p.change('cancelPhaseSession', cancelled);
      p.ask('cancelPhaseSession', 'a', 200, cancelled);
      finish(p, 409, { ...refusal('session_ended'), ...currentOf(cancelled) });
    }),
  ],
  [
    'passes two at once, of whom one comes first',
    played((p) => {
      p.start(a);
      p.change('beginPhaseSession', live);
      const step = p.h.send('frontend:bob', 'cancelPhaseSession', { params: { sessionId: 'a' } });
      step.arrive();
      p.change('finishPhaseSession', completed, { state: 'completed' });
      done(step, 409, { ...refusal('session_ended'), ...currentOf(completed) });
    }),
  ],
  [
    'fails for an end after the end',
    played((p) => {
      p.start(a);
      p.change('cancelPhaseSession', cancelled);
      return p.change('finishPhaseSession', { ...cancelled, state: 'completed', version: 3 }, { state: 'completed' });
    }),
    /Session a went from cancelled to completed/,
  ],
  [
    'fails for cancelling twice in the feed',
    played((p) => {
      p.start(a);
      p.change('cancelPhaseSession', cancelled);
      p.change('cancelPhaseSession', { ...cancelled, version: 3 });
    }),
    /Session a was told to be cancelled again/,
  ],
  [
    'fails where it cannot be cancelled before it started',
    played((p) => {
      p.start(a);
      return p.ask('cancelPhaseSession', 'a', 409, { ...refusal('session_not_started'), ...currentOf(a) });
    }),
    /was to be cancelled: 409 session_not_started instead of done/,
  ],
  [
    'passes a message that is refused after the end, and one at the same time as it',
    played((p) => {
      p.start(a);
      const step = p.h.send('frontend:bob', 'beginPhaseSession', { params: { sessionId: 'a' } });
      step.arrive();
      p.change('cancelPhaseSession', cancelled);
      done(step, 409, { ...refusal('session_ended'), ...currentOf(cancelled) });
      p.ask('sendPhaseMessage', 'a', 409, { ...refusal('session_ended'), ...currentOf(cancelled) });
    }),
  ],
  [
    'fails for a message after the end',
    played((p) => {
      p.start(a);
      p.change('cancelPhaseSession', cancelled);
      return p.ask('sendPhaseMessage', 'a', 201, { messageId: 'm', seq: 1 });
    }),
    /sendPhaseMessage in session a, cancelled, was answered 201/,
  ],
  [
    'fails for a message that is refused before the end',
    played((p) => {
      p.start(a);
      return p.ask('sendPhaseMessage', 'a', 409, { ...refusal('session_ended'), ...currentOf(a) });
    }),
    /sendPhaseMessage in session a, created, was refused as if it had ended/,
  ],
  [
    'fails for an end without its time',
    played((p) => {
      p.start(a);
      p.change('cancelPhaseSession', { ...cancelled, endedAt: null });
    }),
    /Session a is cancelled, and ended at null/,
  ],
  [
    'fails for a change after its deletion',
    played((p) => {
      p.start(a);
      p.delete(a);
      p.tell('changed', { ...a, state: 'cancelled', version: 3 });
    }),
    /Session a has phase.changed in the feed after it was deleted/,
  ],
]);
