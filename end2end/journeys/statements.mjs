// The books: a statement of some days, the same as CSV and as a workbook, and the proof that nobody changed it.
import { allocate, goTo, grant } from "../lib/admin.mjs";
import { CAST, setUp, signedIn } from "../lib/doors.mjs";
import { expect, numberIn, test, told } from "../lib/people.mjs";
import { startPortal } from "../lib/portal.mjs";
import { look } from "../lib/screens.mjs";
import { csvRows, downloadedBy, sheetOf } from "../lib/tables.mjs";

let portal;
test.beforeEach(async () => {
  portal = await startPortal();
});
test.afterEach(async () => {
  await portal?.stop();
});

/** The balance of the page, and the sums of its columns. */
async function shown(page) {
  const foot = page.locator("table.statement tfoot");
  const cell = async (label) => numberIn((await foot.locator(`td[data-label="${label}"]`).innerText()) || "0");
  return { came: await cell("In"), went: await cell("Out"), balance: await cell("Balance") };
}

const sum = (rows, place) => rows.reduce((all, row) => all + Number(row[place] || 0), 0);

/** The file says what the page says. */
async function compareCsv(page) {
  const { name, bytes } = await downloadedBy(page, "CSV");
  expect(name).toMatch(/^statement-\w+-\d{4}-\d\d-\d\d\.csv$/);
  expect([...bytes.subarray(0, 3)], "a byte order mark").toEqual([0xef, 0xbb, 0xbf]);
  const rows = csvRows(bytes);
  const lines = rows.slice(2, -1);
  const { came, went, balance } = await shown(page);
  expect({ came: sum(lines, 8), went: sum(lines, 9), balance: Number(rows.at(-1)[10]) }).toEqual({ came, went, balance });
  expect(Number(rows[1][10]) + came - went, "opening balance and movements make the closing one").toBe(balance);
  expect(lines.map((line) => Number(line[0]))).toEqual(lines.map((_, place) => Number(lines[0][0]) + place));
  return lines;
}

async function compareBook(page, lines) {
  const { name, bytes } = await downloadedBy(page, "XLSX");
  expect(name).toMatch(/\.xlsx$/);
  const { xml, rows } = sheetOf(bytes);
  expect(xml).toContain('state="frozen"');
  expect(xml, "no cell is a formula").not.toContain("<f>");
  expect(rows.at(-1)).toMatchObject({ C: "Closing balance", K: (await shown(page)).balance });
  expect(rows.slice(2, -1).map((row) => [row.A, row.I ?? 0, row.J ?? 0, row.K])).toEqual(
    lines.map((line) => [0, 8, 9, 10].map((place) => Number(line[place] || 0))),
  );
  expect(rows[2].B, "a date is a number of days").toBeGreaterThan(46_000);
}

test.setTimeout(180_000);

test("statements are downloaded and say what the pages say @plain", async ({ visitor, script }) => {
  const page = await visitor();
  await setUp(page, portal, { demo: true });
  await grant(page, portal, 1200, '=SUM(1;2) "quoted", and more');
  await allocate(page, portal, { title: "Forklift Basics" }, 25);

  await test.step("the pool’s statement, whole", async () => {
    await page.goto(`${portal.url}/admin`);
    await page.locator(".stats a").first().click();
    await expect(page.getByRole("link", { name: "CSV" })).toBeVisible();
    const lines = await compareCsv(page);
    expect(lines.map((line) => line[7])).toContain('\'=SUM(1;2) "quoted", and more');
    await compareBook(page, lines);
    await look(page, "admin-statement", { script });
  });

  await test.step("some days of it", async () => {
    await page.getByLabel("From", { exact: true }).fill("2020-01-01");
    await page.getByLabel("To", { exact: true }).fill("2020-12-31");
    await page.getByRole("button", { name: "Show" }).click();
    await expect(page.locator(".empty")).toContainText("No entries in these days");
    await look(page, "admin-statement-empty", { script });
    await page.getByLabel("To", { exact: true }).fill("2099-12-31");
    await page.getByRole("button", { name: "Show" }).click();
    await expect(page.locator(".facts").last()).toContainText("Opening balance");
    await compareCsv(page);
    await look(page, "admin-statement-days", { script });
    await page.getByRole("link", { name: "Show all" }).click();
    await expect(page.getByLabel("From", { exact: true })).toHaveValue("");
  });

  await test.step("a course’s, and a manager’s own", async () => {
    await page.goto(`${portal.url}/admin`);
    await page.locator("main table").getByRole("link", { name: /available/ }).first().click();
    await compareBook(page, await compareCsv(page));
    const mara = await signedIn(visitor, portal, CAST.mara);
    await mara.goto(`${portal.url}/manager/courses`);
    await mara.getByRole("link", { name: "Forklift Basics" }).first().click();
    await mara.getByRole("link", { name: "Course credits" }).click();
    await mara.getByRole("link", { name: /statement/i }).first().click();
    await expect(mara).toHaveURL(/\/manager\/accounts\//);
    await compareBook(mara, await compareCsv(mara));
    const others = await mara.request.get(`${portal.url}${new URL(page.url()).pathname}/statement.csv`);
    expect(others.status(), "the admin’s statement is not hers").toBe(404);
  });
});

test("an admin asks for a proof and reads it @plain", async ({ visitor, script }) => {
  const page = await visitor();
  await setUp(page, portal, { demo: true });
  await grant(page, portal, 12, "To be proved");
  await goTo(page, "Records", "Proof");
  await expect(page.locator(".empty")).toContainText("No proof yet");
  await look(page, "admin-proof-empty", { script });
  await page.getByRole("button", { name: "Prove now" }).click();
  await told(page, "A proof has begun");
  await expect(async () => {
    await page.goto(`${portal.url}/admin/proof`);
    await expect(page.locator("#last-head")).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 30_000 });
  await expect(page.locator(".facts").first()).toContainText("All hold");
  await expect(page.getByRole("row", { name: /Every movement takes as many credits/ })).toContainText("Holds");
  await expect(page.locator("code.hash")).toHaveText(/^[0-9a-f]{64}$/);
  await look(page, "admin-proof", { script });
});
