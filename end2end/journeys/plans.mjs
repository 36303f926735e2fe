// Plans: an admin makes one, subscribes and sees what comes next; a smaller one waits; a lapse freezes credits, a
// renewal frees them.
import { goTo } from "../lib/admin.mjs";
import { setUp } from "../lib/doors.mjs";
import { expect, refused, statistic, test, told } from "../lib/people.mjs";
import { startPortal } from "../lib/portal.mjs";
import { glance } from "../lib/screens.mjs";

test.describe.configure({ mode: "serial" });
test.setTimeout(240_000);

let portal;

test.beforeEach(async () => {
  portal = await startPortal();
});
test.afterEach(async () => portal?.stop());

async function plan(page, { name, credits, billing }) {
  await page.goto(`${portal.url}/admin/plans`);
  await page.getByRole("link", { name: "New Plan" }).first().click();
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("Credits a year").fill(credits);
  await page.getByLabel("Billing").selectOption(billing);
  await page.getByLabel("Currency").selectOption("EUR");
  await page.getByLabel("Price", { exact: true }).fill("1,250");
  await page.getByLabel("Price of one credit more").fill("4.50");
}

test("an admin makes a plan, subscribes and sees the next grant @plain", async ({ visitor, script }) => {
  const page = await visitor();
  await setUp(page, portal, { demo: true });
  await goTo(page, "Credits", "Plans");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Plans");

  await test.step("a wrong number comes back beside its field", async () => {
    await plan(page, { name: "Team", credits: "none", billing: "Monthly" });
    await refused(page, "Credits a year", /Give a whole number/, 422, () =>
      page.getByRole("button", { name: "Create plan" }).click(),
    );
    await expect(page.getByLabel("Price", { exact: true })).toHaveValue("1,250");
  });

  await test.step("plans are compared and one is chosen, after it said what will happen", async () => {
    await page.getByLabel("Credits a year").fill("500");
    await page.getByRole("button", { name: "Create plan" }).click();
    await told(page, "on offer");
    await plan(page, { name: "Company", credits: "2400", billing: "Monthly" });
    await page.getByRole("button", { name: "Create plan" }).click();
    await page.getByRole("link", { name: "Subscribe to Team" }).click();
    await expect(page.locator(".consequences")).toContainText("41 credits come into the pool at once");
    await page.getByRole("button", { name: "Subscribe to Team" }).click();
    await told(page, "Subscribed. 41 credits granted to the pool.");
  });

  await test.step("the next grant and its reason stand on the plans, the dashboard and the pool's statement", async () => {
    const why = "part 2 of 12 of 500 a year, rounded so that twelve parts make 500: 83 − 41 = 42";
    await expect(page.locator("main")).toContainText(why);
    await glance(page, "admin-plans", { script });
    await page.goto(`${portal.url}/admin`);
    await expect(page.locator("main")).toContainText(why);
    expect(await statistic(page, "In the pool")).toBe(60 + 41);
    await page.locator(".stats a").first().click();
    await expect(page.locator("main")).toContainText(why);
    await expect(page.locator(".statement")).toContainText("Plan Team, period 1: part 1 of 12");
    await glance(page, "admin-plan-statement", { script });
  });

  await test.step("an upgrade says its number first", async () => {
    await page.goto(`${portal.url}/admin/plans`);
    await page.getByRole("link", { name: "Change to Company" }).click();
    await expect(page.locator(".consequences")).toContainText("159 more in this period");
    await glance(page, "admin-plan-change", { script });
    await page.getByRole("button", { name: "Change to Company" }).click();
    await told(page, "granted for the rest of the period");
  });

  await test.step("a downgrade waits for the renewal, and is dropped", async () => {
    const main = page.locator("main");
    await page.goto(`${portal.url}/admin`);
    const pool = await statistic(page, "In the pool");
    await page.goto(`${portal.url}/admin/plans`);
    await page.getByRole("link", { name: "Change to Team" }).click();
    await expect(page.locator(".consequences")).toContainText("then the new plan begins");
    await expect(page.locator(".consequences")).toContainText("Credits granted so far stay");
    await page.getByRole("button", { name: "Change to Team" }).click();
    await told(page, "The plan changes with the next renewal.");
    await expect(main).toContainText("Plan Team, with the next renewal");
    await expect(main).toContainText("part 2 of 12 of 500 a year");
    await page.getByRole("link", { name: "Keep Company" }).click();
    await expect(page.locator(".consequences")).toContainText("a change that waits is dropped");
    await page.locator("main form").getByRole("button").click();
    await told(page, "The plan stays as it is.");
    await expect(main).not.toContainText("Plan Team, with the next renewal");
    await expect(main).toContainText("part 2 of 12 of 2400 a year");
    await page.goto(`${portal.url}/admin`);
    expect(await statistic(page, "In the pool")).toBe(pool);
  });

  await test.step("an archived plan is on offer no more; whoever has it keeps it", async () => {
    await page.goto(`${portal.url}/admin/plans`);
    await page.getByRole("link", { name: "Edit Company" }).click();
    await glance(page, "admin-plan-edit", { script });
    await page.goto(`${portal.url}/admin/plans`);
    await page.getByRole("link", { name: "Archive Company" }).click();
    await glance(page, "admin-plan-archive", { script });
    await expect(page.locator(".consequences")).toContainText("A subscription to it keeps it and renews");
    await page.getByRole("button", { name: "Archive plan" }).click();
    await told(page, "Whoever has it keeps it.");
    await expect(page.locator("main")).toContainText("Archived: Company.");
    await expect(page.locator(".card")).toHaveCount(1);
    await expect(page.getByRole("region", { name: "Your subscription" })).toContainText("Company");
  });

  await test.step("ended now, credits are frozen, and a renewal frees them", async () => {
    await page.getByRole("link", { name: "Cancel subscription" }).click();
    await page.getByLabel("End it now").check();
    await glance(page, "admin-plan-cancel", { script });
    await page.getByRole("button", { name: "Cancel subscription" }).click();
    await expect(page.locator("main")).toContainText("Credits are frozen.");
    await glance(page, "admin-plans-frozen", { script });
    await page.goto(`${portal.url}/admin`);
    await expect(page.locator("main")).toContainText("Credits are frozen.");
    await page.getByRole("link", { name: "Renew the plan" }).click();
    await page.getByRole("link", { name: "Renew", exact: true }).click();
    await glance(page, "admin-plan-renew", { script });
    await page.getByRole("button", { name: "Renew" }).click();
    await told(page, "Credits can be spent again");
    await expect(page.locator("main")).not.toContainText("Credits are frozen.");
  });
});

test("settings are kept, and wrong ones come back @plain", async ({ visitor, script }) => {
  const page = await visitor();
  await setUp(page, portal);
  await goTo(page, "Settings", "Settings");
  await page.getByLabel("Days to accept").fill("181");
  await refused(page, "Days to accept", /from 1 to 180/, 422, () => page.getByRole("button", { name: "Save" }).click());
  await glance(page, "admin-settings", { script });
  await page.getByLabel("Days to accept").fill("14");
  await page.getByLabel("A withdrawal returns the credit").selectOption("Within some days of the enrollment");
  await page.getByRole("button", { name: "Save" }).click();
  await told(page, "Saved.");
  await expect(page.getByLabel("Days to accept")).toHaveValue("14");
  await expect(page.getByLabel("A withdrawal returns the credit")).toHaveValue("within_days");
});
