import { describe, expect, test } from 'vitest';
import { phaseTexts } from '../../../contracts/wire/index.ts';
import { correctPhasePanelRules as rules } from './rules.ts';
import { changed, current, deleted, phase, session, started, taskId } from './testing.ts';

const shown = session(1, { version: 3 });

describe('The rules of the phase panel', () => {
  test('A replacement is for the session and version of the question, whatever the list has now', () => {
    const dialog = { kind: 'conflict', taskId, phase, current: current(shown), text: '', warning: '' } as const;
    for (const now of [shown, session(2), undefined]) {
      expect(rules.intentOf(dialog, now)).toEqual({ sessionId: shown.sessionId, version: 3 });
    }
    expect(rules.warns(dialog)).toBe(true);
    expect(
      rules.intentAfterRefusal({ status: 409, code: 'replaced_meanwhile', detail: '', current: dialog.current }),
    ).toBe(null);
  });

  test.each([
    [409, 'model_conflict', phaseTexts.conflict, phaseTexts.conflict],
    [423, 'session_locked', phaseTexts.locked, phaseTexts.locked],
    [500, 'session_creation_failed', phaseTexts.creationFailed, phaseTexts.creationFailed],
    [503, 'unavailable', phaseTexts.unavailable, phaseTexts.unavailable],
    [500, 'internal_error', phaseTexts.unexpected, phaseTexts.unexpected],
    [422, 'model_deleted', 'The model opus was deleted.', 'The model opus was deleted.'],
    [409, 'replaced_meanwhile', phaseTexts.replacedMeanwhile, phaseTexts.replacedMeanwhile],
    [409, 'version_conflict', phaseTexts.changedMeanwhile, phaseTexts.changedMeanwhile],
    [409, 'session_ended', phaseTexts.ended, phaseTexts.ended],
    [409, 'lock_lost', phaseTexts.lockLost, phaseTexts.lockLost],
    [409, 'locking_disabled', phaseTexts.lockingDisabled, phaseTexts.lockingDisabled],
    [409, 'message_conflict', 'db.ts:7', phaseTexts.unexpected],
    [400, 'malformed_request', 'body.model', phaseTexts.unexpected],
    [502, 'unexplained', null, phaseTexts.unexpected],
    [null, 'timeout', null, phaseTexts.unavailable],
    [null, 'connection-lost', null, phaseTexts.unavailable],
  ])('Of %s %s with "%s" a user reads "%s"', (status, code, detail, text) => {
    expect(rules.textOf({ status, code, detail })).toBe(text);
  });

  test.each([
    ['a start of one that is new', started(1, shown), undefined, true],
    ['a later version', changed(1, session(1, { version: 4 })), shown, true],
    ['the same version', changed(1, session(1, { version: 3 })), shown, true],
    ['an earlier version', changed(1, session(1, { version: 2 })), shown, false],
    ['a start of one that a list had first', started(1, session(1)), shown, false],
    ['a deletion', deleted(1, shown), shown, true],
  ])('Of %s the list changes: %s', (_, event, of, applies) => {
    expect(rules.appliesEvent(event, of)).toBe(applies);
  });

  const now = current(shown);
  test.each([
    ['replaced_meanwhile', now, shown, false],
    ['replaced_meanwhile', now, session(1, { version: 2 }), true],
    ['replaced_meanwhile', now, session(2, { version: 3 }), true],
    ['replaced_meanwhile', now, undefined, true],
    ['replaced_meanwhile', null, undefined, false],
    ['replaced_meanwhile', null, shown, true],
    ['replaced_meanwhile', undefined, shown, true],
    ['model_conflict', now, undefined, true],
    ['version_conflict', now, session(1), true],
    ['session_ended', now, session(1), true],
    ['session_ended', now, shown, false],
    ['not_found', undefined, shown, true],
    ['not_found', undefined, undefined, false],
    ['session_locked', undefined, shown, false],
    ['unavailable', undefined, shown, false],
  ])('After %s with %o the list, which has %o, is read again: %s', (code, current, of, again) => {
    const problem = { status: 409, code, detail: null, ...(current !== undefined && { current }) };
    expect(rules.refreshesAfterRefusal(problem, of)).toBe(again);
  });
});
