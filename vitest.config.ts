import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['**/*.test.ts'],
          exclude: ['node_modules/**', 'rehearsal-out/**'],
          pool: 'threads',
          isolate: false,
          testTimeout: 30_000,
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
        },
      },
    ],
  },
});
