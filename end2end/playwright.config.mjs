import { defineConfig } from "@playwright/test";
import { existsSync } from "node:fs";
import { delimiter, resolve } from "node:path";

// The one that .ci/setup-chromium.sh found; otherwise the one that `npx playwright install chromium` fetched.
const folders = process.env.PATH.split(delimiter);
const chromium = [process.env.CHROMIUM, "chromium", "chromium-browser", "google-chrome"]
  .filter(Boolean)
  .flatMap((name) => (name.includes("/") ? [name] : folders.map((folder) => resolve(folder, name))))
  .find((path) => existsSync(path));

// Every journey is walked with script; those tagged @plain also without.
export default defineConfig({
  testDir: "journeys",
  testMatch: "*.mjs",
  outputDir: "test-results",
  globalTeardown: "./lib/looked.mjs",
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
