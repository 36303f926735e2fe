// An invitation's life after it was sent: a reminder comes and is refused, somebody else claims it and is approved,
// somebody says that it is not for them, and an old link asks for a new one.
import { axe } from "../lib/axe.mjs";
import { makeOlder } from "../lib/clock.mjs";
import { ADMIN, CAST, PASSWORD, setUp, signedIn } from "../lib/doors.mjs";
import { accept } from "../lib/learner.mjs";
import { atCourse, invitationLink, invite } from "../lib/manager.mjs";
import { expect, menuOf, row, test, told } from "../lib/people.mjs";
import { together } from "../lib/together.mjs";

const COURSE = "Forklift Basics";
const ROUND_MS = 90_000; // the portal's jobs go round once a minute
const [anna, bela, carl, dora] = ["anna", "bela", "carl", "dora"].map((name) => `${name}@contoso.example`);

const { portal, box } = together({ mail: true, timeout: 180_000 });

test("a manager invites @plain", async ({ visitor, script }) => {
  await setUp(await visitor(), portal, { demo: true });
  const page = await atCourse(visitor, portal, CAST.mara, COURSE);
  await invite(page, [anna, bela, carl, dora], { script });
});

test("who has not answered is reminded by the same link, and refuses more @plain", async ({ visitor }) => {
  const link = await invitationLink(box, anna);
  await makeOlder(portal, anna, 3);
  const letter = await box.letterTo(anna, "Reminder", { limit: ROUND_MS });
  expect(letter.links).toContain(link);
  const page = await atCourse(visitor, portal, CAST.mara, COURSE);
  await expect(row(page, anna)).toContainText("Reminded on");

  const stranger = await visitor();
  await stranger.goto(letter.links.find((one) => one.endsWith("/reminders")));
  await expect(stranger.getByRole("heading", { level: 1 })).toHaveText("No more reminders");
  await stranger.getByRole("button", { name: "No more reminders" }).click();
  await told(stranger, "You get no more reminders");
  await expect(stranger).toHaveURL(link);
  await page.reload();
  await expect(row(page, anna)).toContainText("Wants no reminders");
  await expect(await menuOf(page, anna)).toContainText("wants no reminders");
  await accept(stranger, portal, link, { name: "Anna Beck", password: PASSWORD });
});

test("signed in as somebody else: the sender is asked, approves, and the new link is accepted @plain", async ({ visitor, script }) => {
  const omar = await signedIn(visitor, portal, CAST.omar);
  const link = await invitationLink(box, bela);
  await omar.goto(link);
  await omar.getByRole("link", { name: `Ask to accept as ${CAST.omar.name}` }).click();
  await omar.getByRole("button", { name: "Ask Mara Lind" }).click();
  await told(omar, "The sender was asked");
  await box.letterTo(CAST.mara.email, "wants to accept with another address");

  const page = await atCourse(visitor, portal, CAST.mara, COURSE);
  const claim = row(page, CAST.omar.name);
  await expect(claim).toContainText("Signed in as this");
  await axe(page, { script });
  await claim.getByRole("button", { name: "Approve" }).click();
  await told(page, "moved to the new address");
  await expect(row(page, CAST.omar.email)).toContainText(`first sent to ${bela}`);

  const answer = await omar.goto(link);
  expect(answer.status()).toBe(410);
  await omar.goto(await invitationLink(box, CAST.omar.email, "Your invitation"));
  await omar.getByRole("button", { name: "Accept" }).click();
  await expect(omar.locator(".entry")).toContainText(COURSE);
  await page.reload();
  await expect(row(page, CAST.omar.email)).toContainText("Accepted");
});

test("another mailbox asks, is typed wrong first, and gets the letter @plain", async ({ visitor }) => {
  const own = "carl.private@contoso.example";
  const stranger = await visitor();
  await stranger.goto(await invitationLink(box, carl));
  await stranger.getByRole("link", { name: "Accept with another address" }).click();
  await stranger.getByLabel("Your name").fill("Carl Roth");
  await stranger.getByLabel("Your e-mail address").fill(carl);
  await stranger.getByRole("button", { name: "Ask Mara Lind" }).click();
  await expect(stranger.locator(".problem")).toContainText("for this address already");
  await stranger.getByLabel("Your e-mail address").fill(own);
  await stranger.getByRole("button", { name: "Ask Mara Lind" }).click();
  await told(stranger, "The sender was asked");

  const page = await atCourse(visitor, portal, CAST.mara, COURSE);
  await expect(row(page, "Carl Roth")).toContainText("Only typed");
  await row(page, "Carl Roth").getByRole("button", { name: "Approve" }).click();
  await told(page, "moved");
  const link = await invitationLink(box, own, "Your invitation");
  await accept(stranger, portal, link, { name: "Carl Roth", password: PASSWORD });
});

test("this is not me: the manager is told, marks it, and an old link asks for a new one @plain", async ({ visitor }) => {
  const link = await invitationLink(box, dora);
  const stranger = await visitor();
  await stranger.goto(link);
  await stranger.getByRole("link", { name: "This is not me" }).click();
  await expect(stranger.locator("main")).not.toContainText(dora);
  await stranger.getByRole("button", { name: "This is not me" }).click();
  await told(stranger, "The sender was told");
  await box.letterTo(CAST.mara.email, "may be the wrong address");

  const page = await atCourse(visitor, portal, CAST.mara, COURSE);
  await expect(row(page, dora)).toContainText("Reached somebody else");
  await (await menuOf(page, dora)).getByRole("button", { name: "Mark as Undeliverable" }).click();
  await told(page, "Marked as undeliverable");
  await expect(row(page, dora)).toContainText("Undeliverable");
  await (await menuOf(page, dora)).getByRole("link", { name: "Cancel Invite" }).click();
  await page.getByRole("button", { name: "Cancel 1 invitation" }).click();
  await told(page, "canceled");

  await stranger.goto(link);
  await stranger.getByRole("button", { name: "Ask for a new invitation" }).click();
  await told(stranger, "they were asked");
  await box.letterTo(CAST.mara.email, "asks for a new invitation");
});

test("an admin says that a letter came back @plain", async ({ visitor, script }) => {
  const page = await atCourse(visitor, portal, CAST.mara, COURSE);
  await invite(page, ["gone@contoso.example"], { script });
  await invitationLink(box, "gone@contoso.example");
  const admin = await signedIn(visitor, portal, ADMIN);
  await expect(async () => {
    await admin.goto(`${portal.url}/admin/outbox?q=gone@contoso.example`);
    await expect(row(admin, COURSE)).toContainText("Sent", { timeout: 100 });
  }).toPass({ timeout: 20_000 });
  await row(admin, COURSE).getByRole("link").click();
  await admin.getByRole("button", { name: "It came back" }).click();
  await expect(admin.locator(".facts").first()).toContainText("Came back");
  await axe(admin, { script });
  await box.letterTo(CAST.mara.email, "came back");
  await page.reload();
  await expect(row(page, "gone@contoso.example")).toContainText("Undeliverable");
});
