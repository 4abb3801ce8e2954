import { defineConfig } from 'vitest/config';

/** Tests that play many scenarios, or start processes: two at a time, so that they do not starve each other. */
const whole = [
  'cli/contracts/*.test.ts',
  'cli/end-to-end.test.ts',
  'contracts/consumers/write.test.ts',
  'contracts/provider/**/*.test.ts',
  'docs.test.ts',
  'scenarios/catalogue.test.ts',
  'scenarios/client.test.ts',
  'scenarios/play/play.test.ts',
  'scenarios/races.test.ts',
  'scenarios/requirements.test.ts',
  'scripts/pack.test.ts',
  'simulators/control-plane/**/*.test.ts',
  'simulators/stage/adapters/**/*.test.ts',
  'simulators/stage/contracts/*.test.ts',
  'simulators/stage/embedded/*.test.ts',
];
/** Either of them changes the network of its whole process, and neither bears the other. */
const mocks = ['msw', 'nock'];
const testsOf = (mock: string) => `contracts/mocks/${mock}*.test.ts`;
const always = ['node_modules/**', 'rehearsal-out/**'];

export default defineConfig({
  test: {
    // What a test that passes prints is of no use, and Pact prints much.
    silent: 'passed-only',
    projects: [
      {
        test: {
          name: 'unit',
          include: ['**/*.test.ts'],
          exclude: [...always, ...whole, ...mocks.map(testsOf)],
          pool: 'threads',
          isolate: false,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'whole',
          include: whole,
          exclude: always,
          pool: 'forks',
          maxWorkers: 2,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 2 },
        },
      },
      ...mocks.map((mock) => ({
        test: {
          name: mock,
          include: [testsOf(mock)],
          exclude: always,
          pool: 'forks' as const,
          sequence: { groupOrder: 1 },
        },
      })),
      {
        test: {
          name: 'scenarios',
          include: ['scenarios/*/*.ts'],
          exclude: ['scenarios/checks/**', 'scenarios/play/**', '**/*.test.ts'],
          runner: './vitest.ts',
          pool: 'threads',
          isolate: false,
          testTimeout: 60_000,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
