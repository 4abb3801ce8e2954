import { describe, expect, test } from 'vitest';
import {
  isRunning,
  type Registered,
  type RoutedState,
  routedOperations,
  routedStates,
  routeOf,
  routes,
  routingOutcomes,
  routingRows,
} from './routing.ts';

const registrations: Registered[] = ['loop', 'no loop'];
const places = routedStates.flatMap((state) => registrations.map((registered) => ({ state, registered })));
const withPrompt = ['send', 'interrupt'] as const;
const looking = ['switch_session', 'reconnect'] as const;

describe('the routing table', () => {
  test('has 64 cells: eight states, a loop or none, four operations, each once', () => {
    const cells = routes.map(({ operation, state, registered }) => `${operation} ${state} ${registered}`);
    expect(cells).toHaveLength(64);
    expect(new Set(cells).size).toBe(64);
  });

  test.each(routes)('$operation in $state with $registered registered has one outcome, $outcome', (route) => {
    const { operation, state, registered, outcome } = route;
    expect(routingOutcomes).toHaveProperty(outcome);
    expect(routeOf(operation, state, registered)).toBe(outcome);
  });

  test('uses every outcome', () => {
    expect(new Set(routes.map(({ outcome }) => outcome))).toEqual(new Set(Object.keys(routingOutcomes)));
  });

  test.each(looking)('says of %s that it is running exactly where it is (LIVE-4)', (operation) => {
    const answered = places.filter(
      ({ state, registered }) => routeOf(operation, state, registered) === 'answer-running',
    );
    expect(answered).toEqual(places.filter(({ state, registered }) => isRunning(state, registered)));
  });

  test.each(withPrompt)(
    'gives the prompt of %s to a registered loop exactly where the session is running',
    (operation) => {
      const toLoop = operation === 'send' ? 'deliver' : 'interrupt';
      const given = places.filter(({ state, registered }) => routeOf(operation, state, registered) === toLoop);
      expect(given).toEqual(places.filter(({ state, registered }) => isRunning(state, registered)));
    },
  );

  test('trusts neither the registry nor the durable state alone (LIVE-1)', () => {
    expect(isRunning('ACTIVE', 'loop')).toBe(true);
    expect(isRunning('ACTIVE', 'no loop')).toBe(false);
    expect(isRunning('ENDED', 'loop')).toBe(false);
    expect(isRunning('CLOSING', 'loop')).toBe(false);
    expect(isRunning('unknown', 'loop')).toBe(false);
  });

  test.each<RoutedState>(['ENDED', 'unknown'])(
    'aborts the zombie of a session that is %s, whoever comes (LIVE-7)',
    (state) => {
      for (const operation of routedOperations) expect(routeOf(operation, state, 'loop')).toMatch(/^abort-/);
    },
  );

  test('gives a closing session no prompt (LIVE-6)', () => {
    for (const operation of withPrompt) expect(routeOf(operation, 'CLOSING', 'loop')).toBe('abort-and-resume');
  });

  test('refuses every operation on a session that does not exist', () => {
    for (const operation of routedOperations)
      for (const registered of registrations) expect(routeOf(operation, 'unknown', registered)).toMatch(/refuse$/);
  });

  test('is printed in 16 rows that have the same cells', () => {
    const cells = routingRows.flatMap(({ state, registered, outcomes }) =>
      routedOperations.map((operation) => ({ operation, state, registered, outcome: outcomes[operation] })),
    );
    expect(routingRows).toHaveLength(16);
    expect(new Set(cells.map((cell) => JSON.stringify(cell)))).toEqual(
      new Set(routes.map((cell) => JSON.stringify(cell))),
    );
  });
});
