import { judgeCases } from '../../cases.testing.ts';
import { currentOf, done, large, phaseRow, played, refusal, running } from '../testing.ts';
import { intentNamesWhatItReplaces } from './intent-names-what-it-replaces.ts';
import { oneVisibleSession } from './one-visible-session.ts';
import { replacementWhole } from './replacement-whole.ts';
import { startsFollowTheModel } from './starts-follow-the-model.ts';

const a = phaseRow();
const b = phaseRow({ sessionId: 'b', ...large });
const minor = phaseRow({ sessionId: 'c', model: { modelId: 'small', version: '1.7' } });

judgeCases(oneVisibleSession, [
  [
    'passes a replacement: the one goes, the other comes',
    played((p) => {
      p.start(a);
      p.replace(a, b);
      p.list(b);
    }),
  ],
  [
    'fails where a second one is started beside the first',
    played((p) => {
      p.start(a);
      p.start(b);
    }),
    /Session b of t1\/planning was started, though session a was visible/,
  ],
  [
    'fails for a list that has both',
    played((p) => {
      p.start(a);
      return p.list(a, b);
    }),
    /A list has sessions a and b, both of t1\/planning/,
  ],
]);

judgeCases(startsFollowTheModel, [
  [
    'passes the same model, a minor version, a conflict, a replacement and one that comes too late',
    played((p) => {
      p.start(a);
      p.existing(a);
      p.existing(a, minor);
      p.existing(a, phaseRow({ parameters: { top_p: 1 } }));
      done(p.asks(b), 409, refusal('model_conflict', currentOf(a)));
      p.replace(a, b);
      done(p.asks(a, { sessionId: 'a', version: 1 }), 409, refusal('replaced_meanwhile', currentOf(b)));
    }),
  ],
  [
    'passes two at once, and a start again after its answer was lost',
    played((p) => {
      const [first, second] = [p.asks(a), p.asks(a)];
      p.tell('started', a);
      done(second, 200, { outcome: 'existing', session: a, message: '' });
      first.giveUp();
      p.existing(a);
    }),
  ],
  [
    'fails for another model that is taken for the same',
    played((p) => {
      p.start(a);
      return p.existing(a, b);
    }),
    /answered with session a of small 1.0, though that is another model \(model\)/,
  ],
  [
    'fails for the session of another phase',
    played((p) => {
      p.start(a);
      return p.existing(a, phaseRow({ phase: 'debug' }));
    }),
    /A start of t1\/debug was answered with session a, which is one of t1\/planning/,
  ],
  [
    'fails for a critical parameter that is ignored',
    played((p) => {
      p.start(a);
      return p.existing(a, phaseRow({ parameters: { temperature: 1 } }));
    }),
    /another model \(parameters\)/,
  ],
  [
    'fails for a parameter that is lost',
    played((p) => {
      const step = p.asks(phaseRow({ parameters: { style: 'brief' } }));
      p.tell('started', a);
      return done(step, 201, { outcome: 'created', session: a });
    }),
    /Session a was started as small 1.0, created in version 1, not new and as asked for/,
  ],
  [
    'fails for a session of somebody else',
    played((p) => p.start(a, 'frontend:bob')),
    /Session a, which bob started, is that of alice/,
  ],
  [
    'fails for a minor version that is a conflict',
    played((p) => {
      p.start(a);
      return done(p.asks(minor), 409, refusal('model_conflict', currentOf(a)));
    }),
    /A start with small 1.7 was refused for a session of small 1.0, which is no other model/,
  ],
  [
    'fails for a minor version that replaces',
    played((p) => {
      p.start(a);
      p.replace(a, minor);
    }),
    /Session a \(small 1.0\) was replaced for small 1.7/,
  ],
  [
    'fails for a conflict with a session that is not there any more',
    played((p) => {
      p.start(a);
      p.replace(a, b);
      return done(p.asks(a), 409, refusal('model_conflict', currentOf(a)));
    }),
    /refused for session a, which was not the visible one/,
  ],
  [
    'fails where what was meant is there, and refused',
    played((p) => {
      p.start(a);
      return done(p.asks(b, { sessionId: 'a', version: 1 }), 409, refusal('replaced_meanwhile', currentOf(a)));
    }),
    /A replacement of session a in version 1 was refused, though that was the visible one/,
  ],
]);

judgeCases(intentNamesWhatItReplaces, [
  [
    'passes a replacement whose answer was lost',
    played((p) => {
      p.start(a);
      const step = p.asks(b, { sessionId: 'a', version: 1 });
      p.swap(a, b);
      step.giveUp();
    }),
  ],
  [
    'fails where nothing was meant',
    played((p) => {
      p.start(a);
      const step = p.asks(b);
      p.swap(a, b);
      done(step, 201, { outcome: 'replaced', session: b, replaced: 'a' });
    }),
    /Session a, in version 1, was replaced by a start that is meant for none/,
  ],
  [
    'fails where an older version was meant',
    played((p) => {
      p.start(a);
      p.change('beginPhaseSession', { ...a, ...running });
      const step = p.asks(b, { sessionId: 'a', version: 1 });
      p.swap({ ...a, ...running }, b);
      done(step, 201, { outcome: 'replaced', session: b, replaced: 'a' });
    }),
    /Session a, in version 2, was replaced by a start that is meant for session a in version 1/,
  ],
]);

judgeCases(replacementWhole, [
  [
    'passes a replacement, a deletion, and a start that failed',
    played((p) => {
      p.start(a);
      done(p.asks(b, { sessionId: 'a', version: 1 }), 500, refusal('session_creation_failed'));
      p.lookup(a);
      p.replace(a, b);
      p.delete(b);
    }),
  ],
  [
    'passes a deletion that was done, though its answer leaves that open',
    played((p) => {
      p.start(a);
      const step = p.h.send('frontend', 'deletePhaseSessions', { body: { sessionIds: ['a'] } });
      step.arrive();
      p.tell('changed', { ...a, state: 'cancelled', version: 2, endedAt: 1 });
      p.tellDeleted(a);
      done(step, 503, refusal('unavailable'));
    }),
  ],
  [
    'fails for a deletion whose answer says that it was not done',
    played((p) => {
      p.start(a);
      const step = p.h.send('frontend', 'deletePhaseSessions', { body: { sessionIds: ['a'] } });
      step.arrive();
      p.tell('changed', { ...a, state: 'cancelled', version: 2, endedAt: 1 });
      p.tellDeleted(a);
      done(step, 403, refusal('forbidden'));
    }),
    /Session a is gone, and nothing was started in its place/,
  ],
  [
    'fails where the old one was deleted first, and the new one not created',
    played((p) => {
      p.start(a);
      const step = p.asks(b, { sessionId: 'a', version: 1 });
      p.tell('changed', { ...a, state: 'cancelled', version: 2, endedAt: 1 });
      p.tellDeleted(a);
      return done(step, 500, refusal('session_creation_failed'));
    }),
    /Session a is gone, and nothing was started in its place/,
  ],
  [
    'fails where the old one was only cancelled',
    played((p) => {
      p.start(a);
      const step = p.asks(b, { sessionId: 'a', version: 1 });
      p.tell('changed', { ...a, state: 'cancelled', version: 2, endedAt: 1 });
      return done(step, 500, refusal('session_creation_failed'));
    }),
    /Session a was cancelled and stayed, though nobody asked for that/,
  ],
  [
    'fails where a start that failed is there',
    played((p) => {
      const step = p.asks(a);
      p.tell('started', a);
      done(step, 500, refusal('session_creation_failed'));
    }),
    /Session a is there, though no start was answered with it/,
  ],
  [
    'fails for an answer with a session that never was',
    played((p) => {
      p.start(a);
      return done(p.asks({ ...b, phase: 'debug' }), 201, { outcome: 'created', session: { ...b, phase: 'debug' } });
    }),
    /startPhase was answered with session b, which never was/,
  ],
]);
