// Runs the player's unit tests: esbuild bundles each test file (so that TypeScript and the npm package
// resolve exactly as in the real bundle), node's own test runner runs them. Output goes to a throw-away folder.
import { build } from "esbuild";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const out = mkdtempSync(join(tmpdir(), "lectern-player-tests-"));
const tests = readdirSync(join(here, "player/tests")).filter((name) => name.endsWith(".test.ts"));

let status = 1;
try {
  await build({
    absWorkingDir: here,
    entryPoints: tests.map((name) => `player/tests/${name}`),
    outdir: out,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    sourcemap: "inline",
    logLevel: "warning",
  });
  const files = tests.map((name) => join(out, name.replace(/\.ts$/, ".mjs")));
  status = spawnSync(process.execPath, ["--enable-source-maps", "--test", ...files], { stdio: "inherit" }).status ?? 1;
} finally {
  rmSync(out, { recursive: true, force: true });
}
process.exit(status);
