import { strToU8, zipSync } from "fflate";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const demo = join(here, "../../app/domain/demo");
/** Where packages made elsewhere are, if anywhere. */
export const packages = process.env.LECTERN_PACKAGES ?? join(here, "../../../shared/packages");

/** The files in a folder, by their names. */
async function filesOf(folder) {
  const names = await readdir(folder);
  const read = async (name) => [name, new Uint8Array(await readFile(join(folder, name)))];
  return Object.fromEntries(await Promise.all(names.map(read)));
}

/** A zip's bytes from a map of names to text: for packages that are odd on purpose. */
export function zipOf(files) {
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));
}

/** One of the demo courses, by its folder's name, as something an upload field takes. */
export async function demoCourse(name) {
  const files = { ...(await filesOf(join(demo, name))), ...(await filesOf(join(demo, "common"))) };
  return { name: `${name}.zip`, mimeType: "application/zip", buffer: Buffer.from(zipSync(files)) };
}
