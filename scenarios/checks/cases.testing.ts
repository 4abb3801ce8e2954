import { describe, expect, test } from 'vitest';
import type { Check } from './check.ts';
import { type Case, HistoryBuilder, verdictOf } from './testing.ts';

/** Makes a test of each row: the check passes and judged something, or fails with this message and the events answered. */
export function judgeCases(entry: Check, cases: readonly Case[]): void {
  describe(entry.id, () => {
    for (const [title, build, breach] of cases) {
      test(title, () => {
        const verdict = verdictOf(entry, build, new HistoryBuilder());
        if (!breach) {
          expect(verdict).toMatchObject({ status: 'passed', events: [] });
          expect(verdict.judged).toBeGreaterThan(0);
          return;
        }
        expect(verdict.status).toBe('failed');
        expect(verdict.message).toMatch(breach);
        expect(verdict.expected).not.toEqual([]);
        expect(verdict.events).toEqual(expect.arrayContaining(verdict.expected));
      });
    }
  });
}

/** A row: the title, the history, and what the check says of a breach; `left out`: it judges nothing; none: it passes. */
export type Row<Builder> = readonly [
  title: string,
  build: (h: Builder) => number[] | undefined,
  breach?: RegExp | 'left out',
];

/** Makes a test of each row, over histories that `begin` begins. */
export function judgeRows<Builder extends Pick<HistoryBuilder, 'events'>>(
  entry: Check,
  rows: readonly Row<Builder>[],
  begin: () => Builder,
): void {
  describe(entry.id, () => {
    for (const [title, build, breach] of rows) {
      test(title, () => {
        const verdict = verdictOf(entry, build, begin());
        if (breach === 'left out') {
          expect(verdict).toMatchObject({ status: 'not-applicable' });
        } else if (!breach) {
          expect(verdict).toMatchObject({ status: 'passed', events: [] });
          expect(verdict.judged).toBeGreaterThan(0);
        } else {
          expect(verdict.message).toMatch(breach);
          expect(verdict.status).toBe('failed');
          expect(verdict.events.length).toBeGreaterThan(0);
          expect(verdict.events).toEqual(expect.arrayContaining(verdict.expected));
        }
      });
    }
  });
}
