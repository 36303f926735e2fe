// What becomes of invitations: canceled, declined, accepted by the wrong person, sent again.
import { ADMIN, CAST, knock, PASSWORD, setUp, signedIn } from "../lib/doors.mjs";
import { accept } from "../lib/learner.mjs";
import { atCourse, freeCredits, invitationLink, invite, openCourse } from "../lib/manager.mjs";
import { expect, menuOf, row, test, told } from "../lib/people.mjs";
import { together } from "../lib/together.mjs";

const COURSE = "Forklift Basics";
const PAUSE_MS = 75_000; // an invitation may be sent again once a minute
const addresses = ["anna", "bela", "carl"].map((name) => `${name}@contoso.example`);
const [anna, bela, carl] = addresses;

const { portal, box } = together({ mail: true });

test("a manager invites three people; each holds a credit @plain", async ({ visitor, script }) => {
  await setUp(await visitor(), portal, { demo: true });
  const page = await atCourse(visitor, portal, CAST.mara, COURSE);
  const before = await freeCredits(page);
  await invite(page, addresses, { script });
  expect(await freeCredits(page)).toBe(before - 3);
  for (const address of addresses) await expect(row(page, address)).toContainText("Pending");
});

test("sent again at once it is refused: once a minute @plain", async ({ visitor }) => {
  const page = await atCourse(visitor, portal, CAST.mara, COURSE);
  await (await menuOf(page, anna)).getByRole("button", { name: "Re-Invite" }).click();
  await expect(page.getByRole("alert")).toContainText("once a minute");
  expect(await page.getByRole("alert").count()).toBe(1);
});

test("canceled: the credit is back, the link says so @plain", async ({ visitor }) => {
  const page = await atCourse(visitor, portal, CAST.mara, COURSE);
  const before = await freeCredits(page);
  await (await menuOf(page, bela)).getByRole("link", { name: "Cancel Invite" }).click();
  await expect(page.locator(".consequences")).toContainText("1 credit returns to you.");
  await page.getByLabel("Tell them by e-mail").check();
  await page.getByRole("button", { name: "Cancel 1 invitation" }).click();
  await told(page, "canceled");
  expect(await freeCredits(page)).toBe(before + 1);
  await expect(row(page, bela)).toContainText("Canceled");
  const menu = await menuOf(page, bela);
  await expect(menu.getByRole("link", { name: "Cancel Invite" })).toHaveCount(0);
  await expect(menu).toContainText("its credit was returned");

  const stranger = await visitor();
  const answer = await stranger.goto(await invitationLink(box, bela));
  expect(answer.status()).toBe(410);
  await expect(stranger.locator("main")).toContainText("was canceled");
  await expect(stranger.locator("main")).not.toContainText(bela);
  await box.letterTo(bela, "canceled");
});

test("declined: the credit is back and the manager is told @plain", async ({ visitor }) => {
  const page = await atCourse(visitor, portal, CAST.mara, COURSE);
  const before = await freeCredits(page);
  const stranger = await visitor();
  await stranger.goto(await invitationLink(box, carl));
  await stranger.getByRole("link", { name: "Decline" }).click();
  await expect(stranger.locator(".consequences")).toContainText("Mara Lind is told");
  await stranger.getByRole("button", { name: "Decline" }).click();
  await told(stranger, "declined");
  await expect(stranger.getByRole("heading", { level: 1 })).toHaveText("Declined invitation");

  await page.reload();
  expect(await freeCredits(page)).toBe(before + 1);
  await expect(row(page, carl)).toContainText("Declined");
  await box.letterTo(CAST.mara.email, "declined");
});

test("signed in as somebody else it cannot be accepted, and says what to do @plain", async ({ visitor }) => {
  const page = await signedIn(visitor, portal, CAST.omar);
  const link = await invitationLink(box, anna);
  await page.goto(link);
  await expect(page.locator("main")).toContainText(`You are signed in as ${CAST.omar.name}`);
  await expect(page.getByRole("button", { name: "Accept" })).toHaveCount(0);
  await page.getByRole("button", { name: "Sign out" }).last().click();
  await expect(page).toHaveURL(link);
  await expect(page.getByRole("button", { name: "Accept" })).toBeVisible();
});

test("a suspended person is signed out, cannot sign in and cannot be invited @plain", async ({ visitor, script }) => {
  const tom = await signedIn(visitor, portal, CAST.tom);
  const admin = await signedIn(visitor, portal, ADMIN);
  await admin.goto(`${portal.url}/admin/users`);
  await (await menuOf(admin, CAST.tom.name)).getByRole("link", { name: "Suspend" }).click();
  await admin.getByRole("button", { name: `Suspend ${CAST.tom.name}` }).click();
  await told(admin, "suspended");

  await tom.goto(`${portal.url}/learner/courses`);
  await expect(tom.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  await knock(tom, CAST.tom);
  await expect(tom.getByRole("alert")).toBeVisible();

  const mara = await atCourse(visitor, portal, CAST.mara, COURSE);
  await mara.getByLabel("E-mail addresses").fill(CAST.tom.email);
  await mara.getByRole("button", { name: "Send invitations" }).click();
  await expect(mara.locator(".problem")).toContainText("belongs to a suspended user");
  await expect(mara.getByLabel("E-mail addresses")).toHaveAttribute("aria-invalid", "true");
  const kept = script ? mara.locator(".chip") : mara.getByLabel("E-mail addresses");
  await expect(kept).toContainText(CAST.tom.email);

  await admin.getByRole("button", { name: "Restore" }).or(admin.locator("main details.menu summary")).first().click();
  await admin.getByRole("button", { name: "Restore" }).click();
  await told(admin, "can sign in again");
});

test("sent again: the old link is replaced, the new one is accepted @plain", async ({ visitor }) => {
  test.setTimeout(PAUSE_MS + 60_000);
  const old = await invitationLink(box, anna);
  const page = await atCourse(visitor, portal, CAST.mara, COURSE);
  await expect(async () => {
    await openCourse(page, portal, COURSE);
    await (await menuOf(page, anna)).getByRole("button", { name: "Re-Invite" }).click();
    await expect(page.locator(".page-notice [role=status]")).toContainText("again", { timeout: 2_000 });
  }).toPass({ timeout: PAUSE_MS, intervals: [5_000] });
  await expect(row(page, anna).locator("td[data-label=Re-invited]")).toHaveText("1");

  const stranger = await visitor();
  await expect.poll(() => invitationLink(box, anna)).not.toBe(old);
  const answer = await stranger.goto(old);
  expect(answer.status()).toBe(410);
  await expect(stranger.getByRole("heading", { level: 1 })).toHaveText("Replaced invitation");
  await accept(stranger, portal, await invitationLink(box, anna), { name: "Anna Beck", password: PASSWORD });
  await expect(stranger.locator(".entry")).toContainText(COURSE);
});
