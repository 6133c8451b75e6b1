import { defineConfig } from 'vitest/config';

const notOurs = ['**/node_modules/**', 'dist/**', '.cache/**'];

export default defineConfig({
  test: {
    // By itself Vitest leaves one processor idle; of two that is half.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          globalSetup: ['scripts/testing/build-once.ts'],
          include: ['**/*.test.ts'],
          exclude: [...notOurs, 'test/e2e/**'],
          // Against hanging, not against slowness: the machine may be busy with other things.
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          exclude: notOurs,
          globalSetup: ['test/e2e/setup/global-setup.ts'],
          // One editor server and two processors: the files take turns.
          fileParallelism: false,
          // An editor, its server and a browser that somebody else wrote: a hiccup of theirs is no defect of ours. The report says which test needed it.
          retry: 1,
          expect: { poll: { timeout: 15_000 } },
          testTimeout: 120_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
