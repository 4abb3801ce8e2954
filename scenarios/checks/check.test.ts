import { describe, expect, test } from 'vitest';
import { requirements } from '../requirements.ts';
import { type Check, check, judge } from './check.ts';
import { Findings } from './findings.ts';
import { checks } from './index.ts';
import { HistoryBuilder } from './testing.ts';

/** Judges every answered request, and finds fault with those that were answered 500. */
const sample: Check = check({
  id: 'sample',
  level: 'MUST',
  requirements: [],
  sentence: 'Nothing is answered 500.',
  start() {
    const found = new Findings();
    return {
      on(event, exchange) {
        if (event.kind !== 'send' || event.message.type !== 'response' || !exchange?.answered.length) return;
        found.judged += 1;
        if (event.message.status === 500) found.breach('It was answered 500.', exchange.sent.index, event.index);
      },
      end: () => found,
    };
  },
});
const judged = (build: (h: HistoryBuilder) => void, named: string[] = []) => {
  const h = new HistoryBuilder();
  build(h);
  return judge(h.events, [sample], new Set(named))[0];
};

describe('judge', () => {
  test.each(['start', 'on', 'end'])(
    'A check that breaks down in %s fails by itself, names no event and stops no other.',
    (where) => {
      const fail = (here: string) => {
        if (here === where) throw new Error('no such field');
      };
      const broken = check({
        ...sample,
        id: 'broken',
        start() {
          fail('start');
          const end = () => {
            fail('end');
            return { judged: 1, breaches: [] };
          };
          return { on: () => fail('on'), end };
        },
      });
      const h = new HistoryBuilder();
      h.call('frontend', 'describe', {}, 200);
      const [first, second] = judge(h.events, [broken, sample], new Set());
      expect(first).toMatchObject({
        status: 'failed',
        events: [],
        message: 'The check itself broke down: no such field',
      });
      expect(second).toMatchObject({ status: 'passed', judged: 1 });
    },
  );

  test('A check that judged something and found nothing has passed.', () => {
    expect(judged((h) => h.call('frontend', 'describe', {}, 200))).toMatchObject({ status: 'passed', judged: 1 });
  });

  test('Breaches are counted, and their events are named once each.', () => {
    const verdict = judged((h) => {
      const step = h.send('frontend', 'describe');
      step.answer(500);
      step.answer(500);
    });
    expect(verdict).toMatchObject({
      status: 'failed',
      message: 'It was answered 500. (and 1 more)',
      events: [0, 1, 2],
    });
  });

  test('A check that judged nothing does not apply, but fails where the scenario names it.', () => {
    expect(judged(() => {})).toMatchObject({ status: 'not-applicable' });
    expect(judged(() => {}, ['sample'])).toMatchObject({ status: 'failed' });
  });

  test('An answer that something on the way made up is not the word of the one who was asked.', () => {
    const verdict = judged((h) => {
      const { op } = h.send('frontend', 'describe');
      h.add({
        kind: 'send',
        actor: 'network',
        operation: 'describe',
        op,
        msg: 9,
        message: { type: 'response', status: 500, headers: {} },
      });
    });
    expect(verdict).toMatchObject({ status: 'not-applicable' });
  });
});

describe('the registry of checks', () => {
  test('Checks are sorted by id, each once.', () => {
    const ids = checks.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort());
  });

  test('Every check judges requirements that exist.', () => {
    const known = new Set<string>(requirements.map(({ id }) => id));
    const unknown = checks.flatMap((entry) => entry.requirements.filter((id) => !known.has(id)));
    expect(unknown).toEqual([]);
  });

  test('Every requirement of the TASK family has a check of its own.', () => {
    const covered = new Set(checks.flatMap((entry) => entry.requirements));
    expect(requirements.filter(({ family, id }) => family === 'TASK' && !covered.has(id))).toEqual([]);
  });

  test('No check says anything of an empty history.', () => {
    expect(judge([], checks, new Set()).filter(({ status }) => status !== 'not-applicable')).toEqual([]);
  });
});
