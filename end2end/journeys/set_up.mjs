// A new portal: the printed link, a form that is refused, the first admin, the dashboard.
import { axe } from "../lib/axe.mjs";
import { ADMIN, fillPassword, setUp, signIn, signOut } from "../lib/doors.mjs";
import { expect, refused, test, told } from "../lib/people.mjs";
import { startPortal } from "../lib/portal.mjs";

let portal;
test.beforeAll(async () => {
  portal = await startPortal();
});
test.afterAll(async () => {
  await portal.stop();
});

test("the printed link sets the portal up, once @plain", async ({ visitor, script }) => {
  const page = await visitor();

  await test.step("the bare address says how to begin", async () => {
    await page.goto(portal.url);
    await expect(page).toHaveURL(`${portal.url}/setup`);
    await expect(page.locator("main")).toContainText("one-time link");
  });

  await test.step("the link opens the form", async () => {
    const answer = await page.goto(portal.setupLink);
    expect(answer.status()).toBe(200);
    await expect(page.getByRole("heading", { level: 1, name: "Set-up" })).toBeVisible();
    await axe(page, { script });
  });

  await test.step("a refused form keeps what was typed, but for passwords", async () => {
    await page.getByLabel("Organization").fill("Northwind & Söhne");
    await page.getByLabel("Time zone").selectOption("Europe/Berlin");
    await page.getByLabel("Your name").fill(ADMIN.name);
    await page.getByLabel("Your e-mail address").fill(ADMIN.email);
    await fillPassword(page, "short");
    const act = () => page.getByRole("button", { name: "Set up" }).click();
    await refused(page, "Password", /Use at least \d+ characters/, 422, act);
    await expect(page.getByLabel("Organization")).toHaveValue("Northwind & Söhne");
    await expect(page.getByLabel("Time zone")).toHaveValue("Europe/Berlin");
    await expect(page.getByLabel("Your name")).toHaveValue(ADMIN.name);
    await expect(page.getByLabel("Your e-mail address")).toHaveValue(ADMIN.email);
    await expect(page.getByLabel("Password", { exact: true })).toHaveValue("");
    await expect(page).toHaveTitle(/^Not done: /);
    await axe(page, { script });
  });

  await test.step("mended, it leads to the dashboard", async () => {
    await fillPassword(page, ADMIN.password);
    await page.getByRole("button", { name: "Set up" }).click();
    await expect(page).toHaveURL(`${portal.url}/admin`);
    await told(page, "Saved");
    await expect(page.locator(".who-name")).toHaveText(ADMIN.name);
    await expect(page.locator(".foot")).toContainText("Northwind & Söhne");
    await expect(page.getByRole("heading", { name: "No course yet" })).toBeVisible();
  });

  await test.step("the link is used up", async () => {
    const answer = await page.goto(portal.setupLink);
    expect(answer.status()).toBeGreaterThanOrEqual(400);
    await expect(page.locator("main")).toContainText("set up already");
  });

  await test.step("the admin signs out and in again", async () => {
    await signOut(page);
    await signIn(page, portal, ADMIN);
    await expect(page).toHaveURL(`${portal.url}/admin`);
  });
});

test.describe("with the demo", () => {
  let other;
  test.beforeAll(async () => {
    other = await startPortal();
  });
  test.afterAll(async () => {
    await other.stop();
  });

  test("the set-up loads two courses and some people @plain", async ({ visitor }) => {
    const page = await visitor();
    await setUp(page, other, { demo: true });
    await told(page, "demo");
    await expect(page.getByRole("rowheader", { name: "Forklift Basics" })).toBeVisible();
    await expect(page.getByRole("rowheader", { name: "Kitchen Hygiene" })).toBeVisible();
  });
});
