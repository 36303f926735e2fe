// Many at once: a list is given, looked over, sent by the job – through a power cut – and read as a file.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { grant, openCourseAsAdmin } from "../lib/admin.mjs";
import { giveList, openBulk, untilSent, verdicts } from "../lib/bulk.mjs";
import { holdList } from "../lib/clock.mjs";
import { ADMIN, CAST, setUp, signedIn } from "../lib/doors.mjs";
import { openLetterBox } from "../lib/mail.mjs";
import { atCourse, freeCredits, openCourse } from "../lib/manager.mjs";
import { expect, numberIn, refused, row, test, told } from "../lib/people.mjs";
import { startPortal } from "../lib/portal.mjs";
import { downloadedBy } from "../lib/tables.mjs";

const COURSE = "Forklift Basics";
const csv = (text, name = "people.csv") => ({ name, mimeType: "text/csv", buffer: Buffer.from(text) });

test.describe.configure({ mode: "serial" });
test.setTimeout(120_000);

let box, data, portal;
test.beforeAll(async () => {
  box = await openLetterBox();
  data = await mkdtemp(join(tmpdir(), "lectern-bulk-"));
  portal = await startPortal({ mail: box, data });
});
test.afterAll(async () => {
  await portal?.stop();
  await box?.close();
  await rm(data, { recursive: true, force: true });
});

test("a pasted list shows what would happen, and nothing is sent @plain", async ({ visitor }) => {
  await setUp(await visitor(), portal, { demo: true });
  const page = await atCourse(visitor, portal, CAST.mara, COURSE);
  const before = await freeCredits(page);
  await openBulk(page);
  expect((await downloadedBy(page, "Sample CSV")).bytes.toString("utf8")).toContain("E-mail");
  await refused(page, "CSV file optional", /not both/, 422, async () => {
    await page.getByLabel("E-mail addresses").fill("a@contoso.example");
    await page.getByLabel("CSV file").setInputFiles(csv("b@contoso.example\n"));
    await page.getByRole("button", { name: "Look it over" }).click();
  });
  await giveList(page, {
    pasted: `\u{feff}Anna Beck <anna@contoso.example>; BELA@contoso.example,\u200b bela@contoso.example\n"Sato, Omar" <${CAST.omar.email}>\nruth@contoso.example, nobody`,
  });
  expect(await verdicts(page)).toEqual({
    "New person": 2,
    "Existing user": 1,
    "Already invited": 1,
    "Not an address": 1,
    Repeated: 1,
  });
  await expect(page.locator(".sum")).toContainText("3 invitations");
  await page.getByRole("link", { name: /Already invited/ }).click();
  await expect(row(page, "ruth@contoso.example")).toContainText("by Mara Lind");
  await openCourse(page, portal, COURSE);
  expect(await freeCredits(page)).toBe(before);
});

test("sent, it is on its way by itself, and the same list changes nothing @plain", async ({ visitor }) => {
  const page = await atCourse(visitor, portal, CAST.mara, COURSE);
  const before = await freeCredits(page);
  await openBulk(page);
  await page.getByRole("link", { name: "Pasted addresses" }).click();
  await page.getByLabel("Message").fill("See you on Monday.");
  await page.getByRole("button", { name: "Send 3 invitations" }).click();
  await told(page, "3 invitations are being sent");
  await untilSent(page);
  const table = (await downloadedBy(page, "Download CSV")).bytes.toString("utf8");
  expect(table).toContain("anna@contoso.example,Sent,New person");
  expect(table).toContain("nobody,Not sent,Not an address");
  const letter = await box.letterTo("anna@contoso.example", "invites you");
  expect(letter.text).toContain("See you on Monday.");
  expect(letter.links.some((link) => link.includes("/invitation/"))).toBe(true);
  await openCourse(page, portal, COURSE);
  expect(await freeCredits(page)).toBe(before - 3);
  await expect(row(page, "anna@contoso.example")).toContainText("Pending");

  await openBulk(page);
  await giveList(page, { file: csv(`\u{feff}Name;E-Mail\r\nAnna;anna@contoso.example\r\nBela;"bela@contoso.example"\r\n`) });
  expect(await verdicts(page)).toEqual({ "Already invited": 2 });
  await expect(page.getByText("None of these addresses can be invited")).toBeVisible();
  await page.getByRole("link", { name: "Throw away" }).click();
  await page.getByRole("button", { name: "Throw away" }).click();
  await told(page, "Nothing was sent");
});

test("the rest is canceled before it is sent, and its credits are free again @plain", async ({ visitor }) => {
  const page = await atCourse(visitor, portal, CAST.mara, COURSE);
  const before = await freeCredits(page);
  await openBulk(page);
  await giveList(page, { pasted: "late-0@contoso.example, late-1@contoso.example" });
  await holdList(portal); // so short a list would be sent before anybody could press
  await page.getByRole("button", { name: "Send 2 invitations" }).click();
  await told(page, "2 credits are put aside");
  await openCourse(page, portal, COURSE);
  expect(await freeCredits(page)).toBe(before - 2);

  await openBulk(page);
  await row(page, "Pasted addresses").filter({ hasText: "Being sent" }).getByRole("link").click();
  await expect(page.locator(".count")).toHaveText("0 of 2");
  await page.getByRole("link", { name: "Cancel the rest" }).click();
  await expect(page.locator(".consequences")).toContainText("About 2 credits come back.");
  await page.getByRole("button", { name: "Cancel the rest" }).click();
  await told(page, "The rest is not sent");
  await untilSent(page);
  await expect(page.locator("main")).toContainText("The rest was canceled; its credits are free again.");
  await expect(row(page, "late-0@contoso.example")).toContainText("Canceled before it was sent");
  await openCourse(page, portal, COURSE);
  expect(await freeCredits(page)).toBe(before);
  await expect(row(page, "late-0@contoso.example")).toHaveCount(0);
});

test("too few credits: nobody, or the head of the list @plain", async ({ visitor }) => {
  const page = await atCourse(visitor, portal, CAST.mara, COURSE);
  const left = await freeCredits(page);
  const list = Array.from({ length: left + 2 }, (_, n) => `short-${n}@contoso.example`).join("\n");
  await openBulk(page);
  await giveList(page, { file: csv(list) });
  await expect(page.locator(".sum")).toContainText("−2");
  await page.getByRole("button", { name: "Send invitations" }).click();
  await expect(page.getByRole("alert")).toContainText("Nothing was changed");
  await page.getByRole("radio", { name: `Send the first ${left}` }).check();
  await page.getByRole("button", { name: "Send invitations" }).click();
  await untilSent(page);
  await expect(row(page, "short-0@contoso.example")).toContainText("Sent");
  await expect(page.getByRole("table")).toContainText("No credit left");
});

test("a power cut in the middle: each is sent once @plain", async ({ visitor }) => {
  const many = 3_000;
  const admin = await signedIn(visitor, portal, ADMIN);
  await grant(admin, portal, many, "Order 2026-18");
  await openCourseAsAdmin(admin, portal, COURSE, "Invitations");
  await openBulk(admin);
  const list = Array.from({ length: many }, (_, n) => `many-${n}@contoso.example`).join("\n");
  await giveList(admin, { file: csv(`email\n${list}`) });
  await admin.getByRole("button", { name: "Send 3,000 invitations" }).click();
  await told(admin, "are being sent");
  const path = new URL(admin.url()).pathname;
  // A quick machine may be through before anybody looks; the middle itself is tried without a browser.
  await expect(async () => {
    const sent = await admin.locator(".count").or(admin.locator(".facts dd")).first().textContent({ timeout: 1_000 });
    expect(numberIn(sent)).not.toBe(0);
  }).toPass({ timeout: 60_000 });
  await portal.kill();
  portal = await startPortal({ mail: box, data }); // the session lives on, as the list does
  await expect(async () => {
    await admin.goto(portal.url + path);
    await expect(admin.getByRole("heading", { name: "What became of it" })).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 60_000 });
  await expect(admin.locator(".facts")).toContainText("3,000");
  await openCourseAsAdmin(admin, portal, COURSE, "Invitations");
  await admin.getByLabel("Search").fill("many-");
  await admin.getByRole("button", { name: "Show" }).click();
  await expect(admin.locator(".pager")).toContainText("of 3,000");
});
