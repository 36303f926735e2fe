// Files that the portal gives; tables are read as a spreadsheet program would.
import { strFromU8, unzipSync } from "fflate";
import { readFile } from "node:fs/promises";

/** Presses something that gives a file; answers its name and bytes. */
export async function downloaded(page, press) {
  const [download] = await Promise.all([page.waitForEvent("download"), press()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/** The same by a link of this name. */
export const downloadedBy = (page, name) => downloaded(page, () => page.getByRole("link", { name }).click());

/** CSV as rows of cells. */
export function csvRows(bytes) {
  const text = bytes.toString("utf8").replace(/^\ufeff/, "");
  const rows = [[]];
  for (const [, cell, quoted, end] of text.matchAll(/((?:"((?:[^"]|"")*)"|[^",\r\n]*))(,|\r\n|$)/g)) {
    if (end === "" && cell === "") break;
    rows.at(-1).push(quoted === undefined ? cell : quoted.replaceAll('""', '"'));
    if (end === "\r\n") rows.push([]);
  }
  return rows.filter((row) => row.length > 0);
}

/** The first sheet of a workbook: its XML, and its rows as maps from column letter to text or number. */
export function sheetOf(bytes) {
  const xml = strFromU8(unzipSync(new Uint8Array(bytes))["xl/worksheets/sheet1.xml"]);
  const rows = [...xml.matchAll(/<row [^>]*>(.*?)<\/row>/gs)].map(([, row]) => {
    const cells = [...row.matchAll(/<c r="([A-Z]+)\d+"([^>]*)>(.*?)<\/c>/gs)];
    return Object.fromEntries(cells.map(([, column, , inside]) => [column, valueOf(inside)]));
  });
  return { xml, rows };
}

function valueOf(inside) {
  const number = inside.match(/<v>(.*?)<\/v>/)?.[1];
  return number === undefined ? (inside.match(/<t[^>]*>(.*?)<\/t>/s)?.[1] ?? "") : Number(number);
}
