import { describe, expect, test } from 'vitest';
import { type Fault, faultPlan, type Where } from '../../contracts/trace/index.ts';
import { FaultMatcher, type Occasion } from './faults.ts';

const session = '9a8b7c6d-5e4f-4a3b-8c2d-1e0f9a8b7c6d';
const append: Occasion = { actor: 'vm-agent', operation: 'appendMessages', text: `/sessions/${session} {"a":"hello"}` };
const frame: Occasion = { actor: 'frontend', operation: 'events', frame: 'message.new', text: '{}' };

const matcherOf = (where: Where, fault: Fault = { kind: 'lost' }) =>
  new FaultMatcher(faultPlan.parse([{ where, fault }]), (alias) => (alias === 's1' ? session : alias));
const hits = (matcher: FaultMatcher, ...occasions: Occasion[]) =>
  occasions.map((occasion) => matcher.match(occasion).length);

describe('a fault plan', () => {
  test.each<[Where, boolean]>([
    [{}, true],
    [{ actor: 'vm-agent' }, true],
    [{ actor: 'frontend' }, false],
    [{ operation: 'appendMessages' }, true],
    [{ operation: 'submitTask' }, false],
    [{ session }, true],
    [{ session: 's1' }, true],
    [{ session: 's2' }, false],
    [{ containing: 'hello' }, true],
    [{ containing: 'goodbye' }, false],
    [{ frame: 'message.new' }, false],
    [{ actor: 'vm-agent', operation: 'appendMessages', session: 's1', containing: 'hello', nth: 1 }, true],
    [{ actor: 'vm-agent', operation: 'submitTask', session: 's1' }, false],
  ])('%j fits a batch of the VM agent: %s', (where, fits) => {
    expect(hits(matcherOf(where), append)).toEqual([fits ? 1 : 0]);
  });

  test('without nth it strikes every time', () => {
    expect(hits(matcherOf({}), append, append, append)).toEqual([1, 1, 1]);
  });

  test('nth counts only what fits all else the entry asks for', () => {
    const goodbye = { ...append, text: 'goodbye' };
    const matcher = matcherOf({ containing: 'hello', nth: 2 });
    expect(hits(matcher, append, goodbye, goodbye, append, append)).toEqual([0, 0, 0, 1, 0]);
  });

  test('nth counts each actor apart where the entry names none', () => {
    const other = { ...append, actor: 'frontend' };
    expect(hits(matcherOf({ nth: 2 }), append, other, other, append)).toEqual([0, 0, 1, 1]);
  });

  test('entries count apart, and all that apply are answered in the order of the plan', () => {
    const plan = faultPlan.parse([
      { where: { nth: 2 }, fault: { kind: 'duplicate' } },
      { where: { actor: 'vm-agent' }, fault: { kind: 'delay', ms: 5 } },
    ]);
    const matcher = new FaultMatcher(plan, (alias) => alias);
    expect(matcher.match(append).map(({ entry }) => entry)).toEqual([1]);
    expect(matcher.match(append).map(({ entry, fault }) => [entry, fault.kind])).toEqual([
      [0, 'duplicate'],
      [1, 'delay'],
    ]);
  });

  test('a frame is named by its type', () => {
    const matcher = matcherOf({ frame: 'message.new', nth: 2 }, { kind: 'socket-dropped' });
    expect(hits(matcher, frame, { ...frame, frame: 'pong' }, frame)).toEqual([0, 0, 1]);
  });

  test('frames and requests of one operation are counted apart', () => {
    const opening: Occasion = { actor: 'frontend', operation: 'events', text: '/events' };
    expect(hits(matcherOf({ operation: 'events', nth: 2 }), opening, frame, frame, opening)).toEqual([0, 0, 0, 1]);
    const silent = matcherOf({ operation: 'events', nth: 2 }, { kind: 'half-open' });
    expect(hits(silent, opening, frame, frame, opening)).toEqual([0, 0, 1, 0]);
  });

  test('what the observer does is never struck and never counted', () => {
    const matcher = matcherOf({ nth: 1 });
    expect(hits(matcher, { ...append, actor: 'observer' }, append)).toEqual([0, 1]);
  });

  test('an entry has fired when somebody says so, and not because it matched', () => {
    const fault: Fault = { kind: 'lost' };
    const matcher = new FaultMatcher(
      [0, 1, 2].map(() => ({ where: {}, fault })),
      (alias) => alias,
    );
    matcher.match(append);
    expect(matcher.fired).toEqual([]);
    for (const entry of [2, 0, 2]) matcher.markFired(entry);
    expect(matcher.fired).toEqual([0, 2]);
  });
});
