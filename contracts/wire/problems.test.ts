import { describe, expect, test } from 'vitest';
import { access, callers, liveAccess } from './access.ts';
import { liveCloseCodes } from './live/frames.ts';
import type { Operation } from './operation.ts';
import { nodeOperations, type OperationName, operations } from './operations.ts';
import { type ProblemCode, problem, problemDocument, problems, routingProblems } from './problems.ts';

const codes = Object.keys(problems) as ProblemCode[];
const all: Operation[] = [...Object.values(operations), ...Object.values(nodeOperations)];

describe('problems', () => {
  test.each(codes)('%s makes a document that matches the schema and carries its own status', (code) => {
    const document = problem(code, 'for this reason');
    expect(problemDocument.parse(document)).toEqual(document);
    expect(document).toMatchObject({ type: `/problems/${code}`, status: problems[code].status, code });
  });

  test('each is answered by an operation, or by a request that is none', () => {
    const used = new Set<string>([...all.flatMap((operation) => operation.problems), ...routingProblems]);
    expect(codes.filter((code) => !used.has(code))).toEqual([]);
  });

  test('only failures of the provider leave open whether the operation happened', () => {
    const open = codes.filter((code) => !problems[code].definite);
    expect(open).toEqual(['internal_error', 'unavailable']);
    for (const code of open) expect(problems[code].status).toBeGreaterThanOrEqual(500);
  });

  test('whoever is told no for good is told so with a 4xx', () => {
    for (const code of codes) {
      const { status, retryable } = problems[code];
      expect(retryable, code).toBe(status >= 500 || status === 429 || status === 423);
    }
  });
});

describe('access', () => {
  const names = Object.keys(operations) as OperationName[];

  test('has a row for every operation and a cell for every caller', () => {
    expect(Object.keys(access)).toEqual(names);
    for (const name of names) expect(Object.keys(access[name]).sort(), name).toEqual([...callers].sort());
  });

  test.each(names)('every cell of %s is an answer or a problem of that operation', (name) => {
    const { answers, problems: its }: Operation = operations[name];
    const statuses = new Set([...Object.keys(answers).map(Number), ...its.map((code) => problems[code].status)]);
    expect(Object.values(access[name]).filter((status) => !statuses.has(status))).toEqual([]);
  });

  test('somebody may use every operation, and nobody without a valid token any but describe and the live socket', () => {
    // On the live socket a client says who it is in its first frame.
    const open: Partial<Record<OperationName, number>> = { describe: 200, live: 101 };
    for (const name of names) {
      expect(Math.min(...Object.values(access[name])), name).toBeLessThan(300);
      for (const caller of ['nobody', 'unknown token', 'expired token'] as const) {
        expect(access[name][caller], `${name} by ${caller}`).toBe(open[name] ?? 401);
      }
    }
  });

  test('nobody without a valid token is connected on the live socket, and everybody has an answer', () => {
    expect(Object.keys(liveAccess)).toEqual([...callers]);
    for (const caller of ['nobody', 'unknown token', 'expired token'] as const)
      expect(liveAccess[caller]).toBe(liveCloseCodes.unauthenticated);
    const connected = callers.filter((caller) => liveAccess[caller] === 'connected');
    expect(connected).toEqual(['user', 'other user']);
  });
});
