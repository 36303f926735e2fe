// Balances are watched: one that falls to its threshold shows a banner and writes a letter; the outlook says what is
// known; and where it is allowed a manager buys credits for a course.
import { ADMIN, CAST, setUp, signedIn } from "../lib/doors.mjs";
import { atCredits, invite } from "../lib/manager.mjs";
import { awake, expect, refused, row, statistic, test, told } from "../lib/people.mjs";
import { acceptAndPurchase, setPrice } from "../lib/purchases.mjs";
import { look } from "../lib/screens.mjs";
import { together } from "../lib/together.mjs";

const COURSE = "Forklift Basics";

const { portal, box } = together({ mail: true, timeout: 180_000 });

/** An admin at work. */
async function admin(visitor, path = "/admin") {
  const page = await signedIn(visitor, portal, ADMIN);
  await page.goto(portal.url + path);
  return page;
}

const banner = (page, words) => page.locator("p.flash").filter({ hasText: words });

test("thresholds are set for all, and for one course @plain", async ({ visitor, script }) => {
  await setUp(await visitor(), portal, { demo: true });
  const page = await admin(visitor, "/admin/settings");
  await page.getByLabel("The pool").fill("many");
  await refused(page, "The pool", /a percentage such as 10 %/, 422, () => page.getByRole("button", { name: "Set thresholds" }).click());
  await page.getByLabel("The pool").fill("20 %");
  await page.getByRole("button", { name: "Set thresholds" }).click();
  await told(page, "Saved");
  await expect(page.getByLabel("The pool")).toHaveValue("20%");

  await page.goto(`${portal.url}/admin/courses`);
  await page.getByRole("link", { name: COURSE }).first().click();
  await page.getByRole("link", { name: "Thresholds" }).click();
  await look(page, "admin", { script });
  await page.getByLabel("Each manager’s credits on it").fill("7");
  await page.getByRole("button", { name: "Save" }).click();
  await told(page, "Saved");
});

test("a manager’s balance falls to its threshold @plain", async ({ visitor, script }) => {
  const mara = await atCredits(visitor, portal, CAST.mara, COURSE);
  expect(await statistic(mara, "Remaining")).toBe(8);
  await expect(banner(mara, "Low balance.")).toHaveCount(0);
  await mara.getByRole("link", { name: "Invite users" }).click();
  await invite(mara, ["fay@contoso.example"], { script });
  await mara.getByRole("link", { name: "Course credits" }).click();
  await expect(banner(mara, "Low balance.")).toContainText("7 credits are left; the threshold is 7.");
  const letter = await box.letterTo(CAST.mara.email, "7 credits left");
  expect(letter.text).toContain(COURSE);

  await expect(mara.locator("section", { hasText: "Outlook" }).first()).toContainText("Not enough history");
  await expect(mara.locator(".chart svg")).toBeVisible();
  await mara.locator(".chart summary").click();
  await expect(mara.locator(".chart table")).toContainText("Balance");
  await look(mara, "manager-low", { script });

  await banner(mara, "Low balance.").getByRole("link", { name: "Request 12 more" }).click();
  await expect(mara.getByLabel("Credits", { exact: true })).toHaveValue("12");
});

test("the pool falls to its threshold and a course is topped up from the banner @plain", async ({ visitor, script }) => {
  const page = await admin(visitor);
  expect(await statistic(page, "In the pool")).toBe(60);
  await expect(banner(page, "Low balance.")).toHaveCount(0);
  const field = page.getByLabel(`Credits for ${COURSE}`);
  await field.fill("40");
  await page.locator("form.cell-form").filter({ has: field }).getByRole("button", { name: "Allocate" }).click();
  await told(page, "allocated to the course");
  await page.goto(`${portal.url}/admin`);
  await expect(banner(page, "Low balance.")).toContainText("20 credits are left; the threshold is 20.");
  expect((await box.letterTo(ADMIN.email, "The pool: 20 credits left")).text).toContain("/admin/purchases/new?amount=12");
  await look(page, "admin-low", { script });

  // The banner stays until the balance rises.
  await page.reload();
  await expect(banner(page, "Low balance.")).toBeVisible();
  await page.goto(`${portal.url}/admin/courses`);
  await page.getByRole("link", { name: COURSE }).first().click();
  await page.getByRole("link", { name: "Allocate 12 more" }).click();
  await expect(page.getByLabel(`Credits for ${COURSE}`)).toHaveValue("12");
  await page.getByRole("link", { name: "Grant Credits", exact: true }).click();
  await page.getByLabel("Credits").fill("50");
  await page.getByLabel("Reason").fill("Order 2026-20");
  await page.getByRole("button", { name: "Grant Credits" }).click();
  await told(page, "added to the pool");
  await page.goto(`${portal.url}/admin`);
  await expect(banner(page, "Low balance.")).toHaveCount(0);
});

test("a manager buys where the settings allow it @plain", async ({ visitor, script }) => {
  const mara = await atCredits(visitor, portal, CAST.mara, COURSE);
  await expect(mara.getByRole("link", { name: "Purchase Credits" })).toHaveCount(0);
  const tab = mara.url();
  expect((await mara.goto(`${tab}/buy`)).status()).toBe(404);

  const ada = await admin(visitor, "/admin/settings");
  await ada.getByRole("checkbox", { name: "Managers may buy credits themselves" }).check();
  await ada.getByRole("button", { name: "Save", exact: true }).click();
  await told(ada, "Saved");
  await mara.goto(`${tab}/buy`);
  await expect(mara.locator(".empty")).toContainText("No price is set");
  await setPrice(ada, portal, { terms: "Short terms, which need no scrolling." });

  await mara.goto(tab);
  await mara.getByRole("link", { name: "Purchase Credits" }).click();
  await look(mara, "manager-buy", { script });
  await mara.getByLabel("Credits", { exact: true }).fill("5");
  await mara.getByRole("button", { name: "Continue" }).click();
  await mara.getByRole("region", { name: /Terms of purchase/ }).waitFor();
  await awake(mara, script);
  await expect(mara.locator(".sum").nth(1).locator(".total")).toContainText("12");
  await look(mara, "manager-agree", { script });
  await acceptAndPurchase(mara);
  await expect(mara.locator(".facts")).toContainText(COURSE);
  await expect(mara.getByRole("link", { name: "Mark as paid" })).toHaveCount(0);
  await look(mara, "manager-order", { script });
  const order = mara.url().split("?")[0];
  for (const page of ["invoice", "cancel"]) {
    await mara.goto(`${order}/${page}`);
    await look(mara, `manager-order-${page}`, { script });
  }

  await ada.goto(`${portal.url}/admin/purchases`);
  const line = row(ada, "Order 1");
  await expect(line).toContainText(`for “${COURSE}”`);
  await line.getByRole("link", { name: "Order 1" }).click();
  await ada.getByRole("link", { name: "Mark as paid" }).click();
  await expect(ada.locator(".consequences")).toContainText(`5 credits come through the pool to ${CAST.mara.name} for “${COURSE}”`);
  await ada.getByRole("button", { name: "Mark order 1 as paid" }).click();
  await told(ada, "The order is paid");
  await expect(ada.locator(".facts")).toContainText("With the manager");

  await mara.goto(tab);
  expect(await statistic(mara, "Remaining")).toBe(12);
  await expect(row(mara, "Order 1")).toContainText("Paid");
  await expect(banner(mara, "Low balance.")).toHaveCount(0);
  expect((await box.letterTo(CAST.mara.email, "Order 1 is paid")).text).toContain("yours to invite with");
});
