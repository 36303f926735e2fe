import { defineConfig } from "@playwright/test";
import { existsSync } from "node:fs";

// Debian's Chromium where there is one; otherwise the one that `npx playwright install chromium` fetched.
const chromium = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/google-chrome"].find(
  (path) => path && existsSync(path),
);

// Every journey is walked with script; those tagged @plain also without.
export default defineConfig({
  testDir: "journeys",
  testMatch: "*.mjs",
  outputDir: "test-results",
  workers: 2,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [["list"]],
  use: {
    locale: "en-US",
    timezoneId: "UTC",
    // A page that fades in on a busy machine gives up after four seconds, and Chromium tells of it as of a failed script.
    contextOptions: { reducedMotion: "reduce" },
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: chromium,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    { name: "script" },
    { name: "plain", grep: /@plain/, use: { javaScriptEnabled: false } },
  ],
});
