import { defineConfig } from 'vitest/config';

/**
 * One run, five kinds of tests. Unit and flow tests share nothing and run side by side; the others hold a broker, an
 * engine or a browser, so each kind runs after the one before it and one file at a time. What a kind shares is started
 * once, by its global setup, and only if one of its files runs.
 */
const ROOMS = '{access,ingest,processor,dashboard,sql,cli}';
const NEVER = ['**/node_modules/**', '**/dist/**', '**/.belfry/**'];

const KAFKA = ['./test/support/kafka/global-setup.ts'];
const CLICKHOUSE = ['./test/support/clickhouse/global-setup.ts'];

/** A kind that holds something real: serial, in its own turn. */
const real = (name: string, groupOrder: number, testTimeout: number, globalSetup: string[] = []) => ({
  extends: true as const,
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    exclude: NEVER,
    globalSetup,
    fileParallelism: false,
    testTimeout,
    hookTimeout: 180_000,
    sequence: { groupOrder },
  },
});

export default defineConfig({
  test: {
    pool: 'forks',
    watch: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [`${ROOMS}/**/*.test.ts`, 'test/{support,bench,soak,faults}/**/*.test.ts'],
          exclude: NEVER,
          testTimeout: 20_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'flow',
          include: ['test/flow/**/*.test.ts'],
          exclude: NEVER,
          testTimeout: 30_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      real('integration', 1, 180_000, [...KAFKA, ...CLICKHOUSE]),
      real('regression', 2, 120_000, [...KAFKA, ...CLICKHOUSE]),
      real('browser', 3, 180_000, ['./test/browser/support/story-setup.ts']),
    ],
  },
});
