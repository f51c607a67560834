import { defineConfig } from '@playwright/test';
import { chromium } from './e2e/chromium-path';

/** Few flows, in a real browser, against the product as `npm start` brings it up. */
export default defineConfig({
  testDir: './e2e',
  testMatch: '*.spec.ts',
  // One product at a time: each flow has a database and processes of its own.
  workers: 1,
  retries: 0,
  timeout: 600_000,
  expect: { timeout: 20_000 },
  outputDir: '../node_modules/.cache/fiducial-e2e',
  use: {
    viewport: { width: 1440, height: 900 },
    screenshot: 'only-on-failure',
    // Without it a click on what is not there waits for the whole test's time.
    actionTimeout: 20_000,
    launchOptions: {
      ...(chromium && { executablePath: chromium }),
      // Containers often lack the namespaces that Chromium's sandbox wants; the pages are our own.
      args: ['--no-sandbox'],
    },
  },
});
