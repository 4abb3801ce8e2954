import { phaseTexts } from '../../../../contracts/wire/index.ts';
import { judgeCases } from '../../cases.testing.ts';
import { done, large, type PhasePlay, phaseRow, played, refusal, running } from '../testing.ts';
import { deletedModel } from './deleted-model.ts';
import { replacedIsGone } from './replaced-is-gone.ts';
import { startedIsVisible } from './started-is-visible.ts';

const a = phaseRow();
const b = phaseRow({ sessionId: 'b', ...large });

judgeCases(replacedIsGone, [
  [
    'passes what was asked for while it was replaced',
    played((p) => {
      p.start(a);
      const early = p.h.send('frontend:bob', 'lookupPhase', { params: { taskId: 't1', phase: 'planning' } });
      early.arrive();
      p.replace(a, b);
      done(early, 200, a);
      p.lookup(b);
    }),
  ],
  [
    'passes an old session after a replacement whose answer was lost',
    played((p) => {
      p.start(a);
      const step = p.asks(b, { sessionId: 'a', version: 1 });
      p.lookup(a);
      p.swap(a, b);
      step.giveUp();
      p.lookup(b);
    }),
  ],
  [
    'fails for a lookup that finds the old one',
    played((p) => {
      p.start(a);
      p.replace(a, b);
      return p.lookup(a, 'frontend:bob');
    }),
    /lookupPhase was answered with session a, which had been replaced or deleted before/,
  ],
  [
    'fails for a list that has a deleted one',
    played((p) => {
      p.start(a);
      p.delete(a);
      return p.list(a);
    }),
    /listPhaseSessions was answered with session a, which had been/,
  ],
  [
    'fails for one as it was before a change',
    played((p) => {
      p.start(a);
      p.change('beginPhaseSession', { ...a, ...running });
      return p.lookup(a);
    }),
    /in version 1, though it had version 2 before/,
  ],
  [
    'passes messages of a session while it is deleted',
    played((p) => {
      p.start(a);
      const early = p.h.send('frontend:bob', 'listPhaseMessages', { params: { sessionId: 'a' } });
      early.arrive();
      p.delete(a);
      done(early, 200, { messages: [], nextAfter: null });
    }),
  ],
  [
    'fails for messages of a deleted session',
    played((p) => {
      p.start(a);
      p.delete(a);
      return p.ask('listPhaseMessages', 'a', 200, { messages: [], nextAfter: null });
    }),
    /listPhaseMessages was answered 200 for session a, which had been replaced or deleted before/,
  ],
  [
    'fails for a list that begins with the oldest',
    played((p) => {
      const newer = phaseRow({ sessionId: 'n', phase: 'debug', createdAt: a.createdAt + 1 });
      p.start(a);
      p.start(newer);
      return p.list(a, newer);
    }),
    /A list has session n after a, which is older/,
  ],
]);

judgeCases(startedIsVisible, [
  [
    'passes lists and lookups of a visible session, and none of a deleted one',
    played((p) => {
      p.start(a);
      p.lookup(a);
      p.list(a);
      p.delete(a);
      p.lookup(null);
      p.list();
    }),
  ],
  [
    'passes a list while a start is under way, and one by somebody of another project',
    played((p) => {
      const step = p.asks(a);
      p.list();
      p.tell('started', a);
      done(step, 201, { outcome: 'created', session: a });
      p.ask('getPhaseSession', 'a', 404, refusal('not_found'), 'frontend:stranger');
      p.lookup(a);
    }),
  ],
  [
    'fails for a list without it',
    played((p) => {
      p.start(a);
      return p.list();
    }),
    /A list of phase sessions left session a out/,
  ],
  [
    'fails for a lookup that finds nothing',
    played((p) => {
      p.start(a);
      return p.lookup(null);
    }),
    /lookupPhase found nothing, though session a was visible/,
  ],
  [
    'fails for a session that cannot be read',
    played((p) => {
      p.start(a);
      return p.ask('getPhaseSession', 'a', 404, refusal('not_found'));
    }),
    /getPhaseSession found nothing/,
  ],
]);

const named = { ...a, modelName: phaseTexts.modelNotFound };
const withoutModel = (p: PhasePlay) => {
  p.start(a);
  p.h.call('frontend', 'deleteModel', { params: { modelId: 'small' } }, 204);
  p.tell('changed', named);
};
const gone = { code: 'model_deleted', status: 422 };

judgeCases(deletedModel, [
  [
    'passes a session that stays by its other name, and is refused to whoever runs it',
    played((p) => {
      withoutModel(p);
      p.lookup(named);
      p.list(named);
      done(p.asks(a), 422, { ...gone, detail: 'The model "small" was deleted.' });
      p.ask('beginPhaseSession', 'a', 422, { ...gone, detail: 'The model "small" was deleted.' });
    }),
  ],
  [
    'passes either name after a deletion whose answer was lost',
    played((p) => {
      p.start(a);
      const step = p.h.send('frontend', 'deleteModel', { params: { modelId: 'small' } });
      step.arrive();
      step.giveUp();
      p.lookup(a);
      p.lookup(named);
    }),
  ],
  [
    'fails for the old name',
    played((p) => {
      withoutModel(p);
      return p.lookup(a);
    }),
    /shows the model of session a as "small" instead of "Model Not Found"/,
  ],
  [
    'fails for a list that leaves it out',
    played((p) => {
      withoutModel(p);
      return p.list();
    }),
    /left session a out/,
  ],
  [
    'fails for a start with it',
    played((p) => {
      withoutModel(p);
      return done(p.asks(a), 200, { outcome: 'existing', session: named, message: phaseTexts.existing });
    }),
    /startPhase was answered 200, though model small was deleted/,
  ],
  [
    'fails for a refusal that does not name it',
    played((p) => {
      withoutModel(p);
      return done(p.asks(a), 422, { ...gone, detail: 'No.' });
    }),
    /refused without naming model small/,
  ],
  [
    'fails for a replacement among several whose refusal does not name it',
    played((p) => {
      p.h.call('frontend', 'deleteModel', { params: { modelId: 'large' } }, 204);
      p.start(a);
      const item = { taskId: 't1', phase: 'planning', model: large.model, replace: { sessionId: 'a', version: 1 } };
      const refused = { outcome: 'refused', code: 'model_deleted', detail: 'No.' };
      return p.h.call('frontend', 'replacePhaseSessions', { body: { items: [item] } }, 200, { results: [refused] });
    }),
    /replacePhaseSessions was refused without naming model large/,
  ],
]);
