// Lists of addresses.
import { expect, told } from "./people.mjs";

/** Opens the page for lists from the open course page. */
export async function openBulk(page) {
  await page.getByRole("link", { name: "bulk upload" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Bulk upload" })).toBeVisible();
}

/** Gives a pasted list or a file on that page, and looks it over. */
export async function giveList(page, { pasted = "", file }) {
  if (pasted) await page.getByLabel("E-mail addresses").fill(pasted);
  if (file) await page.getByLabel("CSV file").setInputFiles(file);
  await page.getByRole("button", { name: "Look it over" }).click();
  await told(page, "Look it over; nothing is sent yet");
}

/** The numbers of a preview, by verdict. */
export async function verdicts(page) {
  const stats = await page.locator(".stats a").all();
  const pairs = stats.map(async (stat) => [
    await stat.locator(".stat-name").innerText(),
    Number((await stat.locator(".stat-num").innerText()).replaceAll(",", "")),
  ]);
  return Object.fromEntries(await Promise.all(pairs));
}

/** Waits until everything is sent; the page asks again by itself. */
export async function untilSent(page) {
  await expect(page.getByRole("heading", { name: "What became of it" })).toBeVisible({ timeout: 30_000 });
}
