import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/.qiantou/**', 'generated/**'],
    reporters: ['default', './test/summary-reporter.ts'],
    // Some tests start a database, a broker, or the whole bus.
    testTimeout: 30_000,
    hookTimeout: 120_000,
  },
})
