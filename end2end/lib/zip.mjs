import { strToU8, zipSync } from "fflate";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const demo = join(here, "../../app/domain/demo");
/** Where packages made elsewhere are, if anywhere. */
export const packages = process.env.LECTERN_PACKAGES ?? join(here, "../../../shared/packages");

/** A folder as a zip's bytes; names are relative to it. */
export async function zipFolder(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = {};
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath ?? entry.path, entry.name);
    files[relative(folder, path).split(sep).join("/")] = new Uint8Array(await readFile(path));
  }
  return zipSync(files, { level: 6 });
}

/** A zip's bytes from a map of names to text: for packages that are odd on purpose. */
export function zipOf(files) {
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));
}

/** One of the demo courses, by its folder's name, as something an upload field takes. */
export async function demoCourse(name) {
  return { name: `${name}.zip`, mimeType: "application/zip", buffer: Buffer.from(await zipFolder(join(demo, name))) };
}
