// The record: what was refused and why, who did what, how credits work, reminders and certificates.
import { goTo } from "../lib/admin.mjs";
import { ADMIN, CAST, KAI, setUp, signedIn } from "../lib/doors.mjs";
import { accept, entry, passForklift } from "../lib/learner.mjs";
import { atCourse, invitationLink } from "../lib/manager.mjs";
import { awake, expect, menuOf, row, test, told } from "../lib/people.mjs";
import { look } from "../lib/screens.mjs";
import { downloaded, downloadedBy } from "../lib/tables.mjs";
import { together } from "../lib/together.mjs";

const FORKLIFT = "Forklift Basics";

const { portal, box } = together({ mail: true, timeout: 180_000 });

test("the portal is set up, and somebody accepts @plain", async ({ visitor }) => {
  await setUp(await visitor(), portal, { demo: true });
  await accept(await visitor(), portal, await invitationLink(box, KAI.email), KAI);
});

test("a refused invitation stands in the log with its reason @plain", async ({ visitor, script }) => {
  const page = await atCourse(visitor, portal, CAST.mara, FORKLIFT);
  await awake(page, script);
  await page.getByLabel("E-mail addresses").fill([KAI.email, "=1+1"].join(script ? ", " : "\n"));
  await page.getByRole("button", { name: "Send invitations" }).click();
  await expect(page.locator(".problem")).toContainText("is enrolled already");

  await page.getByRole("link", { name: "Refusals" }).click();
  await expect(row(page, KAI.email)).toContainText("Enrolled already");
  await expect(row(page, "=1+1")).toContainText("Not an address");
  await page.getByLabel("Reason").selectOption({ label: "Enrolled already" });
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await expect(row(page, KAI.email)).toBeVisible();
  await expect(row(page, "=1+1")).toHaveCount(0);
  await page.getByRole("link", { name: "Show all" }).click();
  const file = await downloadedBy(page, "Download CSV");
  expect(file.name).toBe("refusals.csv");
  expect(file.bytes.toString("utf8")).toContain("'=1+1");

  const admin = await signedIn(visitor, portal, ADMIN);
  await goTo(admin, "Records", "Refusals");
  await expect(row(admin, KAI.email)).toContainText("Mara Lind, manager");
});

test("the audit log says who did what, before and after @plain", async ({ visitor }) => {
  const page = await signedIn(visitor, portal, ADMIN);
  await page.goto(`${portal.url}/admin/settings`);
  await page.getByLabel("Days to accept").fill("9");
  await page.getByLabel("Managers may buy credits themselves").check();
  await page.getByRole("button", { name: "Save" }).click();
  await told(page, "Saved");
  await goTo(page, "Records", "Audit");
  await page.getByLabel("Act", { exact: true }).selectOption({ label: "Changed the settings" });
  await page.getByRole("button", { name: "Show", exact: true }).click();
  const line = row(page, "Changed the settings");
  await expect(line).toHaveCount(1);
  await expect(line).toContainText("Ada Ortiz, admin");
  await expect(line).toContainText("127.0.0.1");
  await line.getByText("Before and after").click();
  await expect(line).toContainText("invitation days: 30 → 9");
  await page.getByRole("link", { name: "Show all" }).click();
  await page.getByLabel("Search").fill("mara");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await expect(row(page, "Sent an invitation").first()).toContainText("Mara Lind");
  await row(page, "Sent an invitation").first().getByRole("link", { name: /contoso/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: FORKLIFT })).toBeVisible();
});

test("how credits work follows the settings @plain", async ({ visitor }) => {
  const page = await atCourse(visitor, portal, CAST.mara, FORKLIFT);
  await page.locator("main").getByRole("link", { name: "How credits work" }).click();
  await expect(page.locator("main")).toContainText("An invitation can be accepted for 9 days");
  await expect(page.locator("main")).toContainText("or buy them yourself");
  const learner = await signedIn(visitor, portal, KAI);
  await learner.getByRole("link", { name: "How your courses work" }).click();
  await expect(learner.locator("main")).toContainText("An invitation waits 9 days for you");
  await expect(learner.locator("main")).not.toContainText("credit");
});

test("a learner is reminded, once a day @plain", async ({ visitor }) => {
  const page = await atCourse(visitor, portal, CAST.mara, FORKLIFT);
  await page.getByRole("link", { name: "Learners", exact: true }).click();
  await (await menuOf(page, KAI.name)).getByRole("button", { name: "Remind" }).click();
  await told(page, "on its way");
  await expect(await menuOf(page, KAI.name)).toContainText("once a day");
  const letter = await box.letterTo(KAI.email, "A reminder");
  expect(letter.text).toContain("Mara Lind reminds you");
});

test("a completed course gives a certificate, which anybody can have confirmed", async ({ visitor }) => {
  const page = await signedIn(visitor, portal, KAI);
  await expect(page.getByRole("button", { name: "Certificate" })).toHaveCount(0);
  await passForklift(page, portal);
  const paper = await downloaded(page, () => entry(page, FORKLIFT).getByRole("button", { name: "Certificate" }).click());
  const number = paper.name.match(/^certificate-([A-Z2-7-]{19})\.pdf$/)[1];
  expect(paper.bytes.subarray(0, 5).toString()).toBe("%PDF-");
  const stranger = await visitor();
  await stranger.goto(`${portal.url}/certificates/${number}`);
  await expect(stranger.locator("main")).toContainText("Genuine");
  await expect(stranger.locator("main")).toContainText(KAI.name);
  await expect(stranger.locator("main")).not.toContainText(KAI.email);
  await look(stranger, "public-certificate");
  const manager = await atCourse(visitor, portal, CAST.mara, FORKLIFT);
  await manager.getByRole("link", { name: "Learners", exact: true }).click();
  const menu = await menuOf(manager, KAI.name);
  await expect(menu).toContainText("nothing to remind of");
  const same = await downloaded(manager, () => menu.getByRole("button", { name: "Certificate" }).click());
  expect(same.name).toBe(paper.name);
});
