// A mail server that misbehaves: pages stay quick, no letter is lost, the outbox tells what happened.
import { axe } from "../lib/axe.mjs";
import { ADMIN, CAST, setUp, signedIn } from "../lib/doors.mjs";
import { atCourse, invitationLink, invite, openCourse } from "../lib/manager.mjs";
import { expect, row, test, told } from "../lib/people.mjs";
import { startPortal } from "../lib/portal.mjs";
import { glance } from "../lib/screens.mjs";
import { together } from "../lib/together.mjs";

const COURSE = "Forklift Basics";
/** The portal gives one letter a minute in all. */
const PATIENCE_MS = 80_000;
const QUICK_MS = 3_000; // far below the mail server's silence, far above a page on a busy machine

const { portal, box } = together({ mail: true, timeout: 180_000 });

/** Mara invites an address while the server is in a mode; answers how long that took. */
async function inviteDuring(visitor, script, mode, address) {
  const page = await atCourse(visitor, portal, CAST.mara, COURSE);
  box.mode = mode;
  const begin = performance.now();
  await invite(page, [address], { script });
  return performance.now() - begin;
}

/** Waits until the outbox shows this state of the letter to an address, and what the server said where it did not leave. */
async function untilOutbox(page, address, state) {
  const line = row(page, COURSE);
  await expect(async () => {
    await page.goto(`${portal.url}/admin/outbox?q=${address}`);
    await expect(line).toContainText(state, { timeout: 100 });
    await expect(line.locator(".under")).toHaveCount(state === "Sent" ? 0 : 1, { timeout: 100 });
  }).toPass({ timeout: PATIENCE_MS });
  return line;
}

/** The admin opens the letter and sends it again; it arrives. */
async function sendAgain(page, address) {
  box.mode = "take";
  await row(page, COURSE).getByRole("link").click();
  await page.getByRole("button", { name: "Send again" }).click();
  await told(page, /sen|tried/i);
  await untilOutbox(page, address, "Sent");
}

test("the portal is set up", async ({ visitor }) => {
  await setUp(await visitor(), portal, { demo: true });
  await box.letterTo(CAST.mara.email);
});

test("a server that stalls: pages stay quick, the letter waits and is sent again", async ({ visitor, script }) => {
  const address = "stalled@contoso.example";
  expect(await inviteDuring(visitor, script, "stall", address)).toBeLessThan(QUICK_MS);
  const page = await signedIn(visitor, portal, ADMIN);
  for (const path of ["/admin", "/admin/outbox", "/admin/users"]) {
    const begin = performance.now();
    await page.goto(portal.url + path);
    expect(performance.now() - begin).toBeLessThan(QUICK_MS);
  }
  await untilOutbox(page, address, "Waiting");
  expect(box.letters.some((letter) => letter.to.includes(address))).toBe(false);
  await sendAgain(page, address);
  expect(await invitationLink(box, address)).toContain("/invitation/");
});

test("a server that drops the line after the letter: it is sent again under the same id", async ({ visitor, script }) => {
  const address = "dropped@contoso.example";
  await inviteDuring(visitor, script, "drop", address);
  const first = await box.letterTo(address);
  const page = await signedIn(visitor, portal, ADMIN);
  await untilOutbox(page, address, "Waiting");
  await sendAgain(page, address);
  const copies = box.letters.filter((letter) => letter.to.includes(address));
  expect(copies).toHaveLength(2);
  expect(copies[1].headers["message-id"]).toBe(first.headers["message-id"]);
  expect(copies[1].links).toEqual(first.links);
});

test("a server that refuses for ever: the letter has failed, with the server's words", async ({ visitor, script }) => {
  const address = "refused@contoso.example";
  await inviteDuring(visitor, script, "refuse", address);
  const page = await signedIn(visitor, portal, ADMIN);
  const line = await untilOutbox(page, address, "Failed");
  await expect(line).toContainText("no such mailbox");
  await sendAgain(page, address);
});

test("a server that is busy: the letter is tried again by itself", async ({ visitor, script }) => {
  const address = "busy@contoso.example";
  await inviteDuring(visitor, script, "busy", address);
  const page = await signedIn(visitor, portal, ADMIN);
  const line = await untilOutbox(page, address, "Waiting");
  await expect(line).toContainText("try again later");
  await line.getByRole("link").click();
  await expect(page.locator(".facts").first()).toContainText("Next try");
  box.mode = "take";
  await box.letterTo(address, "", { limit: 90_000 }); // its next try is a minute away
  await untilOutbox(page, address, "Sent");
});

test("the letter itself is readable by everybody", async ({ visitor }) => {
  const letter = await box.letterTo("stalled@contoso.example");
  const page = await visitor();
  await page.setContent(letter.html);
  await axe(page, { except: ["landmark-one-main", "page-has-heading-one", "region"] }); // a letter is no page
});

test.describe("without a mail server", () => {
  let alone;
  test.beforeAll(async () => {
    alone = await startPortal();
  });
  test.afterAll(async () => {
    await alone?.stop();
  });

  test("letters wait, it is said why, and the manager copies the link @plain", async ({ visitor, script }) => {
    const page = await visitor();
    await setUp(page, alone, { demo: true });
    await page.goto(`${alone.url}/admin/outbox`);
    await expect(page.locator(".flash")).toContainText("Mail is not set up.");
    await glance(page, "admin-no-mail", { script });
    await page.locator("tbody").getByRole("link").first().click();
    await expect(page.locator(".letter")).toBeVisible();
    await expect(page.locator(".flash")).toContainText("Mail is not set up.");
    await glance(page, "admin-no-mail", { script });
    const manager = await atCourse(visitor, alone, CAST.mara, COURSE);
    const said = manager.locator(".flash").filter({ hasText: "Mail is not set up." });
    await expect(said).toContainText("hand it over yourself");
    await manager.getByRole("link", { name: "bulk upload" }).click();
    await expect(said).toContainText("hand it over yourself");
    await openCourse(manager, alone, COURSE);
    await invite(manager, ["new@contoso.example"], { script });
    await expect(said).toBeVisible();
    await expect(row(manager, "new@contoso.example")).toContainText("Its letter waits in the outbox");
    await glance(manager, "manager-no-mail", { script });
    await row(manager, "new@contoso.example").locator("summary").click();
    await manager.getByRole("link", { name: "Copy Link" }).click();
    await expect(manager.getByRole("heading", { level: 1, name: "Invitation link" })).toBeVisible();
    await expect(manager.getByLabel("Link", { exact: true })).toHaveCount(0);
    await manager.getByRole("button", { name: "Show the link" }).click();
    await expect(manager.getByLabel("Link", { exact: true })).toBeVisible();
    await glance(manager, "manager", { script });
    const link = await manager.getByLabel("Link").inputValue();
    await page.goto(manager.url().replace("/manager/", "/admin/"));
    await glance(page, "admin", { script });
    await page.goto(`${alone.url}/admin/users?q=${CAST.lena.email}`);
    await page.goto(`${await row(page, CAST.lena.name).getByRole("link", { name: CAST.lena.name }).evaluate((link) => link.href)}/link`);
    await glance(page, "admin-password-link", { script });
    const stranger = await visitor();
    expect((await stranger.goto(link)).status()).toBe(200);
    await expect(stranger.locator(".offer-name")).toHaveText(COURSE);
  });
});
