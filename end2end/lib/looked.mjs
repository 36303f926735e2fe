// Which pages the journeys looked at with axe. After a run of all of them no page of the portal may be missing.
import { appendFile, mkdir, readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";

const LOOKED = resolve(import.meta.dirname, "../test-results/looked.txt");
const PAGES = resolve(import.meta.dirname, "../pages.txt");

/** Notes the address of a page that was looked at. */
export async function note(url) {
  await mkdir(dirname(LOOKED), { recursive: true });
  await appendFile(LOOKED, `${new URL(url).pathname}\n`);
}

/** After the last journey: refuses a whole run (`make journeys`) that left a page out. */
export default async function complete() {
  if (!process.env.LECTERN_WHOLE_RUN) return;
  const pages = await lines(PAGES);
  const looked = new Set((await lines(LOOKED)).map((path) => pageOf(path, pages)));
  const missing = pages.filter((page) => !looked.has(page));
  if (missing.length) throw new Error(`No journey looked at ${missing.join(", ")}`);
}

/** The page of an address: `/users/new` is one of its own where there is one, and otherwise one of `/users/{id}`. */
function pageOf(path, pages) {
  const named = (page) => new RegExp(`^${page.replace(/\{\w+\}/g, "[^/]+")}$`).test(path);
  return pages.includes(path) ? path : pages.find(named);
}

const lines = async (file) => (await readFile(file, "utf8")).split("\n").filter(Boolean);
