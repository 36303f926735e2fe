// Bundles what the browser loads besides the wasm: the course player (player.js, player.css) and the
// portal's style sheet (lectern.css). One command, one folder, no source maps: nothing else is published.
import { build } from "esbuild";
import { existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const site = resolve(here, process.env.LECTERN_SITE_DIR ?? "../target/site");
mkdirSync(site, { recursive: true });

const common = {
  absWorkingDir: here,
  bundle: true,
  minify: true,
  sourcemap: false,
  legalComments: "none",
  target: ["es2022"],
  logLevel: "warning",
};

// scorm-again ships minified entries too; they gain nothing once bundled, so the readable ones are minified here.
await build({ ...common, entryPoints: ["player/main.ts"], outfile: join(site, "player.js"), format: "iife" });
await build({ ...common, target: undefined, entryPoints: ["player/player.css"], outfile: join(site, "player.css") });

const portal = resolve(here, "../style/main.css");
const made = ["player.js", "player.css"];
if (existsSync(portal)) {
  await build({ ...common, target: undefined, entryPoints: [portal], outfile: join(site, "lectern.css") });
  made.push("lectern.css");
} else {
  console.log("style/main.css is not there yet: lectern.css was not built");
}

for (const name of made) {
  const file = join(site, name);
  const gzipped = gzipSync(readFileSync(file)).length;
  console.log(`${name}  ${kilo(statSync(file).size)}, ${kilo(gzipped)} gzipped`);
}

function kilo(bytes) {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
