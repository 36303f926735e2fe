// What an admin does to registrations: makes them, withdraws them with and without the credit, begins them anew.
import { chooseCourse, enroll, openCourseAsAdmin, openUser, standing } from "../lib/admin.mjs";
import { ADMIN, CAST, choosePassword, PASSWORD, setUp, signedIn, signIn } from "../lib/doors.mjs";
import { entry, passForklift } from "../lib/learner.mjs";
import { expect, menuOf, refused, row, test, told } from "../lib/people.mjs";
import { together } from "../lib/together.mjs";

const FORKLIFT = "Forklift Basics";
const KITCHEN = "Kitchen Hygiene";
const ELIF = { name: "Elif Kaya", email: "elif@contoso.example", password: PASSWORD };

const { portal, box } = together({ mail: true });

/** A cell of the course's line on the profile that is open. */
const cell = (page, column) => row(page, KITCHEN).locator(`td[data-label="${column}"]`);

test("somebody new is created and enrolled at once, somebody known from the list @plain", async ({ visitor }) => {
  const page = await visitor();
  await setUp(page, portal, { demo: true });
  const before = await standing(page, portal, KITCHEN);

  await test.step("Create and enroll", async () => {
    await page.goto(`${portal.url}/admin/users`);
    await page.getByRole("link", { name: "Create and enroll" }).click();
    await page.getByLabel("Name").fill(ELIF.name);
    await page.getByLabel("E-mail address").fill(ELIF.email);
    expect(await chooseCourse(page, KITCHEN)).toBe(`${KITCHEN} – one of the course’s ${before.available} credits`);
    await page.getByRole("button", { name: "Create and enroll" }).click();
    await told(page, "Enrolled. One credit was taken from the course’s credits.");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(ELIF.name);
    await expect(cell(page, "Standing")).toHaveText("Not started");
    await expect(cell(page, "Paid from")).toHaveText(KITCHEN);
    const elif = await visitor();
    await choosePassword(elif, box, ELIF, "Your account at");
    await told(elif, "password is set");
    await signIn(elif, portal, ELIF);
    await expect(entry(elif, KITCHEN)).toContainText("Not started");
  });

  await test.step("View Profile, and Enroll User", async () => {
    const { name, email } = CAST.omar;
    await page.goto(`${portal.url}/admin/users`);
    await (await menuOf(page, name)).getByRole("link", { name: "View Profile" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
    await expect(page.locator(".empty")).toContainText("No courses yet");
    await page.goto(`${portal.url}/admin/users`);
    await (await menuOf(page, name)).getByRole("link", { name: "Enroll User" }).click();
    await chooseCourse(page, KITCHEN);
    await page.getByRole("button", { name: "Enroll User" }).click();
    await told(page, "Enrolled");
    await expect(cell(page, "Standing")).toHaveText("Not started");
    await box.letterTo(email, `You are enrolled in “${KITCHEN}”`);
  });

  const after = { available: before.available - 2, consumed: before.consumed + 2 };
  expect(await standing(page, portal, KITCHEN)).toEqual({ ...before, ...after });
});

test("withdrawn: the credit comes back, or not, as the settings say @plain", async ({ visitor }) => {
  const page = await signedIn(visitor, portal, ADMIN);
  const before = await standing(page, portal, KITCHEN);
  const refunded = { ...before, available: before.available + 1, consumed: before.consumed - 1 };
  const withdraw = async (person, said) => {
    await openUser(page, portal, person);
    await (await menuOf(page, KITCHEN)).getByRole("link", { name: "Withdraw" }).click();
    await expect(page.locator(".consequences")).toContainText(said);
    await page.getByRole("button", { name: `Withdraw from ${KITCHEN}` }).click();
  };

  await test.step("never launched: it comes back", async () => {
    await withdraw(ELIF, `Its credit goes back to where it came from, ${KITCHEN}`);
    await told(page, "Withdrawn. The credit went back to where it came from.");
    await expect(cell(page, "Standing")).toContainText("Withdrawn");
    await expect(cell(page, "Paid from")).toHaveText("Credit returned");
    expect(await standing(page, portal, KITCHEN)).toEqual(refunded);
    const elif = await signedIn(visitor, portal, ELIF);
    await expect(elif.locator(".empty")).toContainText("Nothing here yet");
  });

  await test.step("by a policy that gives none it stays consumed", async () => {
    await page.goto(`${portal.url}/admin/settings`);
    await page.getByLabel("A withdrawal returns the credit").selectOption("Never");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await told(page, "Saved.");
    await withdraw(CAST.omar, "By the organization’s policy its credit stays consumed");
    await told(page, "By the refund policy no credit came back.");
    await expect(cell(page, "Standing")).toContainText("Withdrawn");
    await expect(cell(page, "Paid from")).toHaveText(KITCHEN);
    expect(await standing(page, portal, KITCHEN)).toEqual(refunded);
  });

  await test.step("enrolled again, it still counts", async () => {
    await openUser(page, portal, CAST.omar);
    expect(await enroll(page, KITCHEN)).toContain("no new credit: the one consumed before still counts");
    await told(page, "no other was taken");
    await expect(cell(page, "Standing")).toHaveText("Not started");
    expect(await standing(page, portal, KITCHEN)).toEqual(refunded);
  });
});

test("a completion is valid for as many months as the course says @plain", async ({ visitor }) => {
  const page = await signedIn(visitor, portal, ADMIN);
  await openCourseAsAdmin(page, portal, FORKLIFT);
  const press = () => page.getByRole("button", { name: "Save" }).click();
  await page.getByLabel("Valid for (months)").fill("121");
  await refused(page, "Valid for (months) optional", /from 1 to 120/, 422, press);
  await page.getByLabel("Valid for (months)").fill("12");
  await press();
  await told(page, "Saved.");
  await expect(page.getByLabel("Valid for (months)")).toHaveValue("12");
});

test("who completed a course begins it anew, with a new credit", async ({ visitor }) => {
  const admin = await signedIn(visitor, portal, ADMIN);
  await openUser(admin, portal, CAST.ines);
  await enroll(admin, FORKLIFT);
  await told(admin, "Enrolled");
  const ines = await signedIn(visitor, portal, CAST.ines);
  await passForklift(ines, portal);
  await expect(entry(ines, FORKLIFT)).toContainText("Valid until");

  await test.step("another validity is named before it is saved", async () => {
    await openCourseAsAdmin(admin, portal, FORKLIFT);
    const form = admin.locator("form").filter({ has: admin.getByLabel("Valid for (months)") });
    await form.getByLabel("Valid for (months)").fill("24");
    await form.getByRole("button", { name: "Save" }).click();
    await expect(admin.locator(".consequences")).toContainText("1 completion is valid for 12 months now, and for 24 months then");
    await admin.getByRole("button", { name: "Save" }).click();
    await told(admin, "Saved.");
    await expect(admin.getByLabel("Valid for (months)")).toHaveValue("24");
  });

  const before = await standing(admin, portal, FORKLIFT);
  await openUser(admin, portal, CAST.ines);
  expect(await enroll(admin, FORKLIFT)).toContain(`completed; a new cycle, one of the course’s ${before.available} credits`);
  await told(admin, "One credit was taken from the course’s credits.");
  await expect(row(admin, "Cycle 2")).toContainText("Not started");
  await expect(row(admin, FORKLIFT).filter({ hasText: "Passed" })).toHaveCount(1);
  const after = { available: before.available - 1, consumed: before.consumed + 1 };
  expect(await standing(admin, portal, FORKLIFT)).toEqual({ ...before, ...after });
  await ines.reload();
  await expect(entry(ines, FORKLIFT)).toContainText("Not started");
  await expect(entry(ines, FORKLIFT).getByRole("button", { name: "Launch" })).toBeVisible();
});
