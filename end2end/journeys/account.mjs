// One's own account: forgotten and changed passwords, a new address, sessions, roles.
import { actAs, CAST, choosePassword, PASSWORD, setUp, signedIn, signIn, signOut } from "../lib/doors.mjs";
import { expect, test, told } from "../lib/people.mjs";
import { glance } from "../lib/screens.mjs";
import { together } from "../lib/together.mjs";

const ANOTHER = "seven quiet gray herons";

const { portal, box } = together({ mail: true });

test("the portal is set up @plain", async ({ visitor }) => {
  await setUp(await visitor(), portal, { demo: true });
});

test("a forgotten password: the same answer for every address, a link that works once @plain", async ({ visitor }) => {
  const page = await visitor();
  const answers = [];
  for (const address of ["nobody@example.org", CAST.lena.email]) {
    await page.goto(`${portal.url}/sign-in`);
    await page.getByRole("link", { name: "Forgot your password?" }).click();
    await page.getByLabel("E-mail address").fill(address);
    await page.getByRole("button").last().click();
    answers.push(await page.locator(".page-notice").innerText());
  }
  expect(answers[0]).toBe(answers[1]);
  const link = await choosePassword(page, box, { ...CAST.lena, password: ANOTHER }, "password");
  expect(box.letters.some((letter) => letter.to.includes("nobody@example.org"))).toBe(false);
  const again = await visitor();
  expect((await again.goto(link)).status()).toBe(410);
  await expect(again.getByRole("heading", { level: 1 })).toHaveText("An old link");
  await signIn(again, portal, { ...CAST.lena, password: ANOTHER });
});

test("a changed password asks for the current one and ends other sessions @plain", async ({ visitor }) => {
  const page = await signedIn(visitor, portal, CAST.omar);
  const other = await signedIn(visitor, portal, CAST.omar);

  await page.goto(`${portal.url}/account`);
  const form = page.locator("form").filter({ has: page.getByLabel("New password once more") });
  const change = async (current) => {
    await form.getByLabel("Current password").fill(current);
    await form.getByLabel("New password", { exact: true }).fill(ANOTHER);
    await form.getByLabel("New password once more").fill(ANOTHER);
    await form.getByRole("button", { name: "Change password" }).click();
  };
  await change("not this one at all");
  await expect(form.locator(".problem")).toHaveText("This is not your current password.");
  await expect(form.getByLabel("Current password")).toHaveAttribute("aria-invalid", "true");
  await change(PASSWORD);
  await told(page, "password");

  await other.goto(`${portal.url}/account`);
  await expect(other.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  await page.goto(`${portal.url}/account`);
  await expect(page.getByRole("heading", { level: 1, name: "Account" })).toBeVisible();
});

test("a new address counts once its link was used @plain", async ({ visitor, script }) => {
  const page = await signedIn(visitor, portal, CAST.ines);
  await page.goto(`${portal.url}/account`);
  const form = page.locator("form").filter({ has: page.getByLabel("New address") });
  await form.getByLabel("New address").fill("ines.duarte@example.org");
  await form.getByLabel("Current password").fill(PASSWORD);
  await form.getByRole("button", { name: "Send the link" }).click();
  await told(page, /link/i);
  await expect(page.locator(".facts")).toContainText(CAST.ines.email);

  const link = await box.linkTo("ines.duarte@example.org", "/email/");
  await page.goto(link);
  await glance(page, "public", { script });
  await page.goto(`${portal.url}/account`);
  await expect(page.locator(".facts")).toContainText(CAST.ines.email);
  await page.goto(link);
  await page.getByRole("button", { name: "Use this address" }).click();
  await told(page, "address");
  await signedIn(visitor, portal, { email: "ines.duarte@example.org", password: PASSWORD });
});

test("my sessions: one is ended, then all others @plain", async ({ visitor }) => {
  const page = await signedIn(visitor, portal, CAST.noor);
  const others = [await visitor(), await visitor(), await visitor()];
  for (const other of others) await signIn(other, portal, CAST.noor);
  await page.goto(`${portal.url}/account`);
  const sessions = page.locator("tbody tr");
  const before = await sessions.count();
  expect(before).toBe(4);
  await page.getByRole("button", { name: "End", exact: true }).first().click();
  await told(page, "ended");
  await expect(sessions).toHaveCount(before - 1);
  await page.getByRole("button", { name: "End all others" }).click();
  await told(page, "ended");
  await expect(sessions).toHaveCount(1);
  for (const other of others) {
    await other.goto(`${portal.url}/manager/courses`);
    await expect(other.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  }
});

test("roles: the switcher leads to each role's own start, and another role's pages say so @plain", async ({ visitor }) => {
  const page = await signedIn(visitor, portal, CAST.mara);
  await expect(page).toHaveURL(`${portal.url}/manager/courses`);
  await actAs(page, "Learner");
  await expect(page).toHaveURL(`${portal.url}/learner/courses`);
  const answer = await page.goto(`${portal.url}/manager/courses`);
  expect(answer.status()).toBe(404);
  await page.getByRole("button", { name: "Act as Manager" }).click();
  await expect(page).toHaveURL(`${portal.url}/manager/courses`);
  expect((await page.goto(`${portal.url}/admin`)).status()).toBe(404);
  await signOut(page);
});
