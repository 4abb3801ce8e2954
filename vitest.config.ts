import { defineConfig } from 'vitest/config';

/** Tests that play many scenarios, or start processes: one after another, so that they do not starve each other. */
const whole = [
  'cli/end-to-end.test.ts',
  'readme.test.ts',
  'scenarios/*.test.ts',
  'scenarios/play/play.test.ts',
  'simulators/control-plane/**/*.test.ts',
  'simulators/stage/embedded/*.test.ts',
];
const always = ['node_modules/**', 'rehearsal-out/**'];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['**/*.test.ts'],
          exclude: [...always, ...whole],
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
          maxWorkers: 1,
          testTimeout: 60_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 2 },
        },
      },
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
