import { describe, expect, test } from 'vitest';
import type { PhaseSession, PhaseState } from '../../../../contracts/wire/index.ts';
import { FeedLog } from './log.ts';

const slot = { sessionId: 's', taskId: 't', phase: 'planning' as const };
const as = (state: PhaseState) => ({ ...slot, state }) as PhaseSession;

/** A log, how to show it a session, and what it has told: the type of each entry, with the state. */
function logged() {
  const log = new FeedLog(() => 1);
  const told: string[] = [];
  log.follow((frame) =>
    told.push(`${frame.type} ${'session' in frame && 'state' in frame.session ? frame.session.state : ''}`.trim()),
  );
  const shows = (state: PhaseState, asked = log.turn()) => log.seen('s', state, asked, as);
  return { log, told, shows };
}

describe('the log of a play', () => {
  test('tells each change once, numbered, and what lies between two looks by the shortest way', () => {
    const { log, told, shows } = logged();
    shows('created');
    shows('created');
    shows('failed');
    expect(told).toEqual(['phase.started created', 'phase.changed running', 'phase.changed failed']);
    expect(log.entries.map(({ cursor }) => cursor)).toEqual([1, 2, 3]);
  });

  test('tells of a session that is first seen at its end how it came there', () => {
    const { told, shows } = logged();
    shows('cancelled');
    expect(told).toEqual(['phase.started created', 'phase.changed cancelled']);
  });

  test('takes an end that is followed by another for what it is', () => {
    const { told, shows } = logged();
    shows('cancelled');
    shows('completed');
    expect(told.at(-1)).toBe('phase.changed completed');
  });

  test('an answer that was overtaken by a newer one leads only forward', () => {
    const { log, told, shows } = logged();
    const [early, late] = [log.turn(), log.turn()];
    shows('running', late);
    shows('created', early);
    expect(told).toEqual(['phase.started created', 'phase.changed running']);
    shows('completed', early);
    expect(told.at(-1)).toBe('phase.changed completed');
    shows('running', early);
    expect(told).toHaveLength(3);
    // Asked for after the end was seen, it is one that goes back.
    shows('running');
    expect(told.at(-1)).toBe('phase.changed running');
  });

  test('what was deleted is told once, and is not told of again', () => {
    const { log, told, shows } = logged();
    shows('running');
    log.deleted(slot);
    log.deleted(slot);
    shows('completed');
    expect(told.slice(2)).toEqual(['phase.deleted']);
  });
});
