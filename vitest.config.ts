import { defineConfig } from 'vitest/config';

const SEED = Number(process.env['SITT_SEED'] ?? 20_261_123);
const common = { pool: 'threads', isolate: false, setupFiles: ['tests/setup/seed.ts'], globalSetup: ['tests/setup/postgres.ts'] } as const;

// Three projects, run one after the other by bin/sitt.mjs: rules and stores, then browsers, then races and crashes alone.
export default defineConfig({
  test: {
    sequence: { seed: SEED },
    env: { SITT_SEED: String(SEED) },
    passWithNoTests: true,
    projects: [
      { extends: true, // No test here is about time: a busy machine is not a fault.
        test: { ...common, name: 'unit', testTimeout: 60_000, hookTimeout: 120_000, include: ['src/**/*.test.{ts,tsx}', 'tests/*.test.ts', 'tests/setup/*.test.ts'] } },
      {
        extends: true,
        test: {
          ...common,
          name: 'journeys',
          globalSetup: [...common.globalSetup, 'tests/setup/chromium.ts'],
          include: ['tests/journeys/**/*.journey.ts'],
          // A browser waits for its server, and the server for its browser: two at once fill two cores.
          maxWorkers: 2,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          ...common,
          name: 'endurance',
          include: ['tests/endurance/**/*.endurance.ts'],
          globalSetup: [],
          maxWorkers: 1,
          testTimeout: process.env['SITT_LONG'] ? 3_600_000 : 240_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
