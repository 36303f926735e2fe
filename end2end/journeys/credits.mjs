// Credits on their way back: taken back, returned, corrected, asked for in vain, and those of an archived course.
import { goTo, openCourseAsAdmin, standing } from "../lib/admin.mjs";
import { ADMIN, CAST, KAI, setUp, signedIn } from "../lib/doors.mjs";
import { entry } from "../lib/learner.mjs";
import { atCredits, requestCredits } from "../lib/manager.mjs";
import { expect, figure, menuOf, numberIn, refused, row, statistic, test, told } from "../lib/people.mjs";
import { together } from "../lib/together.mjs";

const FORKLIFT = "Forklift Basics";
const KITCHEN = "Kitchen Hygiene";

const { portal, box } = together({ mail: true });

test("an admin takes back, removes, returns and corrects @plain", async ({ visitor }) => {
  const page = await visitor();
  await setUp(page, portal, { demo: true });
  const before = await standing(page, portal, FORKLIFT);
  const { name } = CAST.noor;

  await test.step("a manager who still has credits is not simply removed", async () => {
    await openCourseAsAdmin(page, portal, FORKLIFT, "Managers");
    await (await menuOf(page, name)).getByRole("link", { name: "Remove" }).click();
    await expect(page.locator(".consequences")).toContainText("5 free credits");
    await expect(page.getByRole("button", { name: "Remove manager" })).toHaveCount(0);
    await page.getByRole("link", { name: "Back to the managers" }).click();
  });

  await test.step("the credits are taken back, then the manager is removed", async () => {
    await (await menuOf(page, name)).getByRole("link", { name: "Take back" }).click();
    await page.getByLabel("Credits").fill("5");
    await page.getByRole("button", { name: "Take back" }).click();
    await told(page, "5 credits taken back from the manager.");
    expect(await figure(row(page, name), "Available")).toBe(0);
    await (await menuOf(page, name)).getByRole("link", { name: "Remove" }).click();
    await page.getByRole("button", { name: "Remove manager" }).click();
    await told(page, "The manager no longer manages this course.");
    await expect(row(page, name)).toHaveCount(0);
    const noor = await signedIn(visitor, portal, CAST.noor);
    await expect(noor.locator(".empty")).toContainText("No courses yet");
  });

  await test.step("some return to the pool", async () => {
    await page.goto(`${portal.url}/admin`);
    await (await menuOf(page, FORKLIFT)).getByRole("link", { name: "Return to pool" }).click();
    await expect(page.locator("main")).toContainText(`${before.available + 5} credits are free`);
    await page.getByLabel("Credits").fill("3");
    await page.getByRole("button", { name: "Return to pool" }).click();
    await told(page, "3 credits returned to the pool.");
    const after = { pool: before.pool + 3, available: before.available + 2, withManagers: before.withManagers - 5 };
    expect(await standing(page, portal, FORKLIFT)).toEqual({ ...before, ...after });
  });

  await test.step("a balance is corrected, and its statement says why", async () => {
    await row(page, FORKLIFT).getByRole("link", { name: "available" }).click();
    await page.getByRole("link", { name: "Adjust" }).click();
    await page.getByLabel("Credits to add").fill("−2");
    await page.getByLabel("Reason").selectOption("Correction of a mistake");
    await page.getByLabel("Note").fill("Counted twice in May");
    await page.getByRole("button", { name: "Show what moves" }).click();
    const said = page.locator(".consequences");
    await expect(said).toContainText(`${FORKLIFT}: ${before.available + 2} credits free now, ${before.available} then`);
    await expect(said).toContainText("Correction of a mistake: Counted twice in May");
    await page.getByRole("button", { name: "Take 2 credits away" }).click();
    await told(page, "The balance was adjusted");
    const line = row(page, "Adjusted");
    await expect(line).toContainText("Correction of a mistake: Counted twice in May");
    expect([await figure(line, "Out"), await figure(line, "Balance")]).toEqual([2, before.available]);
    expect(numberIn(await page.locator(".facts dd").first().innerText())).toBe(before.available);
  });
});

test("a request is declined with a reason, another withdrawn; both sides see it @plain", async ({ visitor }) => {
  const [first, second] = ["Twelve for the new shift", "Three for the night shift"];
  const mara = await atCredits(visitor, portal, CAST.mara, FORKLIFT);
  const remaining = await statistic(mara, "Remaining");
  const asked = (why) => mara.getByRole("row").filter({ hasText: why });
  const admin = await signedIn(visitor, portal, ADMIN);
  const decide = async (why) => {
    await admin.goto(`${portal.url}/admin/requests?state=open`);
    await row(admin, why).getByRole("link", { name: "Decide" }).click();
  };

  await test.step("declined", async () => {
    await requestCredits(mara, 12, first);
    await decide(first);
    await admin.getByRole("link", { name: "Decline" }).click();
    const press = () => admin.getByRole("button", { name: "Decline request" }).click();
    await refused(admin, "Reason", /Please give a reason/, 422, press);
    await admin.getByLabel("Reason").fill("The budget is spent until June");
    await press();
    await told(admin, "The request was declined");
    await expect(row(admin, first)).toContainText("Declined");
    expect((await box.letterTo(CAST.mara.email, "No credits for")).text).toContain("> The budget is spent until June");
    await mara.reload();
    await expect(asked(first)).toContainText("Declined");
    await expect(asked(first)).toContainText("The budget is spent until June");
    await expect(asked(first).getByRole("button")).toHaveCount(0);
  });

  await test.step("withdrawn, while an admin is about to approve it", async () => {
    await requestCredits(mara, 3, second);
    await decide(second);
    await asked(second).getByRole("button", { name: "Withdraw" }).click();
    await told(mara, "The request was withdrawn.");
    await expect(asked(second)).toContainText("Withdrawn");
    await admin.getByRole("button", { name: "Approve 3 credits" }).click();
    await expect(admin.getByRole("alert")).toContainText("This request was withdrawn.");
    await expect(admin.locator(".facts")).toContainText("by Mara Lind");
    await goTo(admin, "Credits", "Requests");
    await expect(row(admin, second)).toContainText("Withdrawn");
    await expect(row(admin, second).getByRole("link", { name: "Decide" })).toHaveCount(0);
  });

  expect(await statistic(mara, "Remaining")).toBe(remaining);
});

test("courses are archived: one keeps its credits, one gives them back @plain", async ({ visitor }) => {
  const page = await signedIn(visitor, portal, ADMIN);
  const tick = (credits) => page.getByRole("checkbox", { name: `Return ${credits} free credits to the pool` });
  const archive = () => page.getByRole("button", { name: "Archive course" }).click();
  const begin = async (title) => {
    const of = await standing(page, portal, title);
    await openCourseAsAdmin(page, portal, title);
    await page.getByRole("link", { name: "Archive course" }).click();
    return of;
  };

  await test.step("without the tick they stay where they are", async () => {
    const before = await begin(KITCHEN);
    await tick(before.available + before.withManagers).uncheck();
    await archive();
    await told(page, "The course is archived. Nobody new can be enrolled.");
    await expect(page.locator(".page-head")).toContainText("Archived");
    expect(await standing(page, portal, KITCHEN)).toEqual(before);
    await expect(row(page, KITCHEN)).toContainText("Archived");
    await expect(row(page, KITCHEN)).toContainText("Nothing: the course is archived");
    await expect(page.getByLabel(`Credits for ${KITCHEN}`)).toHaveCount(0);
  });

  await test.step("with it everything returns, also what invitations held", async () => {
    const before = await begin(FORKLIFT);
    const ofMara = before.withManagers + before.held;
    const all = before.available + ofMara;
    await expect(page.locator(".consequences")).toContainText("2 held credits return to where the invitations took them from");
    await expect(page.locator("form.form li")).toHaveText([`The course: ${before.available} credits`, `Mara Lind: ${ofMara} credits`]);
    await expect(tick(all)).toBeChecked();
    await archive();
    await told(page, `The course is archived; ${all} credits returned to the pool.`);
    await page.locator(".page-head").getByRole("link", { name: "0 available", exact: true }).click();
    const last = row(page, "Returned to pool").last();
    await expect(last).toContainText("Course archived");
    expect([await figure(last, "Out"), await figure(last, "Balance")]).toEqual([all, 0]);
    await page.goto(`${portal.url}/admin`);
    expect([await statistic(page, "In the pool"), await statistic(page, "Held")]).toEqual([before.pool + all, 0]);
    await expect(row(page, FORKLIFT)).toHaveCount(0);
    await box.letterTo(KAI.email, "canceled");
    expect((await box.letterTo(CAST.mara.email, "was archived")).text).toContain(`Your ${ofMara} credits for it returned to the pool`);
    const mara = await signedIn(visitor, portal, CAST.mara);
    await expect(entry(mara, FORKLIFT)).toContainText("0 available");
    await expect(entry(mara, FORKLIFT)).toContainText("Archived");
  });
});
