import { phaseTexts } from '../../../../contracts/wire/index.ts';
import { judgeCases } from '../../cases.testing.ts';
import { currentOf, done, large, type PhasePlay, phaseRow, played, refusal, running } from '../testing.ts';
import { failuresHaveTheirText } from './failures-have-their-text.ts';
import { listsFollow } from './lists-follow.ts';
import { phaseEventsOnce } from './phase-events-once.ts';
import { usersReadTheirText } from './users-read-their-text.ts';
import { warnedBeforeReplacing } from './warned-before-replacing.ts';

const a = phaseRow();
const b = phaseRow({ sessionId: 'b', ...large });
const errorId = '2c5e8a71-4d36-4b9f-8e02-7a1c3f5d9b64';
const failed = (more = {}) => refusal('internal_error', { errorId, ...more });
const asked = (p: PhasePlay, status: number, body: unknown) => done(p.asks(a), status, body);

judgeCases(failuresHaveTheirText, [
  [
    'passes failures with their texts',
    played((p) => {
      asked(p, 500, failed());
      asked(p, 423, refusal('session_locked'));
      asked(p, 409, refusal('model_conflict', currentOf(a)));
      p.ask('getPhaseSession', 'a', 404, refusal('not_found'));
      p.start(a);
      p.existing(a);
    }),
  ],
  [
    'fails for another text',
    played((p) => asked(p, 500, failed({ detail: 'Oops' }))),
    /internal_error with the text "Oops" instead of/,
  ],
  ['fails for details', played((p) => asked(p, 500, failed({ stack: 'at x' }))), /with stack, which nobody is to see/],
  [
    'fails for details in a refusal',
    played((p) => asked(p, 404, refusal('not_found', { detail: 'SELECT * FROM phase_sessions' }))),
    /404 with details of the inside/,
  ],
  [
    'fails for a refusal with another text',
    played((p) => asked(p, 409, refusal('session_ended', { detail: 'No.' }))),
    /session_ended with the text "No." instead of/,
  ],
  [
    'fails without an id',
    played((p) => asked(p, 500, failed({ errorId: 1 }))),
    /without an id under which it was logged/,
  ],
  ['fails for another status', played((p) => asked(p, 503, failed())), /with internal_error, which has another status/],
  ['fails without a code', played((p) => asked(p, 500, 'Oops')), /without a code of the contract/],
]);

const notice = (p: PhasePlay, code: string, text: string) => p.h.report('frontend', 'phase-notice', { code, text });

const there = { outcome: 'existing', session: a, message: phaseTexts.existing };
/** Several replacements that are all refused; answers the event with which that is known. */
const several = (p: PhasePlay, ...refusals: object[]) => {
  const step = p.h.send('frontend', 'replacePhaseSessions', { body: { items: [] } });
  step.arrive();
  step.answer(200, { results: refusals.map((one) => ({ ...one, outcome: 'refused' })) });
  return step.receive();
};

judgeCases(usersReadTheirText, [
  [
    'passes texts of the contract, and the name of a deleted model',
    played((p) => {
      notice(p, 'session_locked', phaseTexts.locked);
      notice(p, 'not_found', phaseTexts.unexpected);
      asked(p, 422, refusal('model_deleted', { detail: 'The model "m" was deleted.' }));
      notice(p, 'model_deleted', 'The model "m" was deleted.');
    }),
  ],
  [
    'fails for details',
    played((p) => notice(p, 'not_found', 'SELECT failed')),
    /told its user of not_found with "SELECT failed"/,
  ],
  [
    'passes a deleted model among several, and what was overtaken',
    played((p) => {
      const detail = 'The model "m" was deleted.';
      several(p, refusal('model_deleted', { detail }), refusal('replaced_meanwhile'));
      notice(p, 'model_deleted', detail);
      notice(p, 'replaced_meanwhile', phaseTexts.replacedMeanwhile);
      p.existing(a);
      notice(p, 'existing', phaseTexts.existing);
    }),
  ],
  [
    'passes an answer that comes too late to tell of',
    played((p) => {
      const step = p.asks(a);
      step.giveUp('timeout');
      done(step, 200, there);
      notice(p, 'unknown', phaseTexts.unavailable);
    }),
  ],
  [
    'passes a caller without a user',
    played((p) => {
      done(p.asks(a, undefined, 'caller:x'), 200, there);
      notice(p, 'unknown', phaseTexts.unavailable);
    }),
  ],
  [
    'fails for a user who is not told that the session was there',
    played((p) => {
      p.start(a);
      const step = p.asks(a);
      step.answer(200, there);
      return step.receive();
    }),
    /frontend never told its user of existing, with which startPhase was answered/,
  ],
  [
    'fails for a user who is told of one refusal of two',
    played((p) => {
      const received = several(p, refusal('session_locked'), refusal('session_locked'));
      notice(p, 'session_locked', phaseTexts.locked);
      return received;
    }),
    /frontend never told its user of session_locked, with which replacePhaseSessions was answered/,
  ],
  [
    'fails for the unexpected, where the contract has a text',
    played((p) => notice(p, 'session_ended', phaseTexts.unexpected)),
    /told its user of session_ended with "An unexpected error/,
  ],
  [
    'fails for the text of another',
    played((p) => notice(p, 'session_locked', phaseTexts.unexpected)),
    /told its user of session_locked/,
  ],
]);

const dialog = (p: PhasePlay, current: object, warning: string = phaseTexts.warning) =>
  p.h.report('frontend', 'phase-dialog', { kind: 'conflict', current, text: phaseTexts.conflict, warning });
const meant = { sessionId: 'a', version: 1 };

judgeCases(warnedBeforeReplacing, [
  ['passes a replacement after the question', played((p) => void [dialog(p, meant), p.asks(b, meant)])],
  [
    'passes a caller without a user',
    played((p) => void [dialog(p, meant), p.asks(b, { ...meant, version: 2 }, 'caller:x')]),
  ],
  [
    'fails without a question',
    played((p) => p.asks(b, meant).sent),
    /asked to replace session a in version 1, of which no open question warned/,
  ],
  [
    'fails for another version than was asked about',
    played((p) => {
      dialog(p, meant);
      return p.asks(b, { ...meant, version: 2 }).sent;
    }),
    /in version 2, of which no open question warned/,
  ],
  [
    'fails for a question that another start took away',
    played((p) => {
      dialog(p, meant);
      p.h.verb('frontend', 'phases.start', {});
      return p.asks(b, meant).sent;
    }),
    /in version 1, of which no open question warned/,
  ],
  ['fails without the warning', played((p) => dialog(p, meant, '')), /which are not the texts of the contract/],
]);

const shows = (p: PhasePlay, ...sessions: object[]) => p.h.report('frontend', 'phases', { sessions });
const quiet = (p: PhasePlay) => p.h.verb('frontend', 'phases.list', {});

judgeCases(listsFollow, [
  [
    'passes a list that follows the feed, and one that is behind while its socket is closed',
    played((p) => {
      const line = p.h.subscribed('frontend', null, 0, 0);
      shows(p);
      p.start(a);
      line.hears(p.feed[0]);
      shows(p, a);
      quiet(p);
      line.close();
      p.replace(a, b);
      quiet(p);
    }),
  ],
  [
    'fails for a list that keeps what was replaced',
    played((p) => {
      const line = p.h.subscribed('frontend', null, 0, 0);
      p.start(a);
      shows(p, a);
      line.hears(p.feed[0]);
      p.replace(a, b);
      for (const frame of p.feed.slice(1)) line.hears(frame);
      quiet(p);
    }),
    /frontend shows a \(small, created, version 1\), where b \(large, created, version 1\) is visible/,
  ],
  [
    'fails for a list that stays as it was after a refusal',
    played((p) => {
      p.start(a);
      const report = shows(p, a);
      p.change('beginPhaseSession', { ...a, ...running });
      done(p.asks(b, meant), 409, refusal('replaced_meanwhile', currentOf({ ...a, ...running })));
      quiet(p);
      return report;
    }),
    /shows a \(small, created, version 1\), where a \(small, running, version 2\)/,
  ],
  [
    'passes where it could not look again',
    played((p) => {
      p.start(a);
      shows(p, a);
      p.change('beginPhaseSession', { ...a, ...running });
      done(p.asks(b, meant), 409, refusal('replaced_meanwhile', currentOf({ ...a, ...running })));
      const list = p.h.send('frontend', 'listPhaseSessions');
      list.arrive();
      list.answer(200, { sessions: [], nextCursor: 'c' });
      list.giveUp();
      quiet(p);
    }),
  ],
]);

judgeCases(phaseEventsOnce, [
  [
    'passes a subscriber that hears all',
    played((p) => {
      const line = p.h.subscribed('frontend', null, 0, 0);
      p.start(a);
      p.delete(a);
      for (const frame of p.feed) line.hears(frame);
    }),
  ],
  [
    'fails where one is not told of a deletion',
    played((p) => {
      const line = p.h.subscribed('frontend', null, 0, 0);
      p.start(a);
      p.delete(a);
      for (const frame of p.feed.slice(0, 2)) line.hears(frame);
    }),
    /never sent it phase.deleted \(event 3\)/,
  ],
]);
