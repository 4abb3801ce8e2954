import { describe, expect, test } from 'vitest';
import { phaseTexts } from '../../../../contracts/wire/index.ts';
import { answered, settle } from '../../../testing.ts';
import {
  changed,
  conflict,
  current,
  deleted,
  existing,
  model,
  other,
  panelWith,
  phase,
  refused,
  session,
  started,
  taskId,
} from '../../phases/testing.ts';
import { phaseMutants } from './index.ts';

const old = session(1);
const newer = session(1, { version: 2 });
const second = session(2);
const third = session(3);
const wanted = { taskId, phase, model: other } as const;
const overtaken = (by: typeof old) =>
  refused('replaced_meanwhile', phaseTexts.replacedMeanwhile, { current: current(by) });

const overtakenOne = { outcome: 'refused', code: 'session_locked', detail: phaseTexts.locked };

/**
 * What a provider and a user see of two replacements that are overtaken, by a change and by another session, and of a
 * conflict with a session that the feed never told of, while another phase is started that
 * fails with details; then of a session that is there already, and of one refusal among several.
 */
async function seenOf(mutantId: string | null) {
  const made = panelWith(phaseMutants.find(({ id }) => id === mutantId)?.rules);
  const { panel, link, receive, visible } = made;
  visible.push(old);
  await made.watch();
  link.script.push(conflict(old), overtaken(newer));
  await panel.start(wanted);
  await receive(changed(6, newer));
  await panel.confirm();
  link.script.push(conflict(newer), overtaken(second));
  await panel.start(wanted);
  visible.splice(0, 1, second);
  await receive(deleted(7, newer), started(8, second));
  await panel.confirm();
  link.script.push(conflict(third));
  visible.splice(0, 1, third);
  await panel.start(wanted);
  await settle();
  link.script.push(refused('malformed_request', 'db.ts:7'));
  await panel.start({ ...wanted, phase: 'debug' });
  await panel.confirm();
  link.script.push(existing(third), answered(200, { results: [{ ...overtakenOne }] }));
  await panel.start({ ...wanted, model });
  await panel.replaceAll({ items: [wanted] });
  await settle();
  return { bodies: made.bodies(), shown: made.shown(), reports: made.journal.reports };
}

describe('Mutants of the phase panel', () => {
  test('Without one, a replacement is for what the user agreed to, and the list is right', async () => {
    const { bodies, shown, reports } = await seenOf(null);
    const start = { model: other };
    const replacing = (version: number) => ({ ...start, replace: { sessionId: old.sessionId, version } });
    expect(bodies).toEqual([start, replacing(1), start, replacing(2), start, start, { model }]);
    expect(shown).toEqual(['3 v1']);
    expect(JSON.stringify(reports)).not.toContain('db.ts');
  });

  test.each(phaseMutants.map(({ id, title }) => [title, id]))('%s It can be seen.', async (_, id) => {
    expect(await seenOf(id)).not.toEqual(await seenOf(null));
  });

  test('No two are the same', async () => {
    const seen = await Promise.all(phaseMutants.map(async ({ id }) => JSON.stringify(await seenOf(id))));
    expect(new Set(seen).size).toBe(phaseMutants.length);
  });
});
