import { describe, expect, test } from 'vitest';
import type { Check } from './check.ts';
import { type Case, verdictOf } from './testing.ts';

/** Makes a test of each row: the check passes and judged something, or fails with this message and the events answered. */
export function judgeCases(entry: Check, cases: readonly Case[]): void {
  describe(entry.id, () => {
    for (const [title, build, breach] of cases) {
      test(title, () => {
        const verdict = verdictOf(entry, build);
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
