// Buying credits: an admin sets the price, orders, accepts the terms, marks the order as paid, and prints the invoice.
import { setUp } from "../lib/doors.mjs";
import { expect, row, statistic, test, told } from "../lib/people.mjs";
import { startPortal } from "../lib/portal.mjs";
import { acceptAndPurchase, choose, setPrice } from "../lib/purchases.mjs";
import { look } from "../lib/screens.mjs";
import { downloadedBy } from "../lib/tables.mjs";

let portal;
test.beforeEach(async () => {
  portal = await startPortal();
});
test.afterEach(async () => {
  await portal?.stop();
});

test("credits are bought by invoice @plain", async ({ visitor, script }) => {
  const page = await visitor();
  await setUp(page, portal);

  await test.step("nothing can be bought before a price is set", async () => {
    await page.getByRole("link", { name: "Purchase Credits" }).first().click();
    await expect(page.locator(".empty")).toContainText("No price is set");
    await page.getByRole("link", { name: "Price and terms" }).click();
    await expect(page).toHaveURL(`${portal.url}/admin/purchases/price`);
    await setPrice(page, portal);
  });

  await test.step("price and pool are shown before anything is ordered", async () => {
    await choose(page, portal, 25, script);
    const sums = page.locator(".sum");
    await expect(sums.nth(0)).toContainText("EUR 122.50");
    await expect(sums.nth(0)).toContainText("EUR 23.28");
    await expect(sums.nth(0).locator(".total")).toContainText("EUR 145.78");
    await expect(sums.nth(1).locator(".total")).toContainText("25");
    await look(page, "admin-buy", { script });
  });

  await test.step("the terms are read to their end, then accepted", async () => {
    const tick = page.getByRole("checkbox", { name: /accept/ });
    if (script) {
      await expect(tick).toBeDisabled();
      await expect(page.getByText("Scroll to the end of the terms")).toBeVisible();
    }
    await page.getByRole("button", { name: /^Purchase for/ }).click();
    await expect(page.locator(".problem")).toContainText("Read the terms and accept them.");
    await acceptAndPurchase(page);
  });

  await test.step("nothing comes before the money", async () => {
    await expect(page.locator(".facts")).toContainText("Waiting for payment");
    await expect(page.locator(".facts")).toContainText("Version 1");
    await expect(page.locator("main")).toContainText("IBAN DE00 1234 5678");
    await look(page, "admin-order", { script });
    const order = page.url();
    await page.goto(`${portal.url}/admin`);
    expect(await statistic(page, "In the pool")).toBe(0);
    await page.goto(order);
  });

  await test.step("the order is marked as paid", async () => {
    await page.getByRole("link", { name: "Mark as paid" }).click();
    await expect(page.locator(".consequences")).toContainText("25 credits come into the pool, which then has 25");
    await page.getByRole("button", { name: "Mark order 1 as paid" }).click();
    await told(page, "25 credits came into the pool");
    await expect(page.locator(".facts")).toContainText("Paid");
  });

  await test.step("the invoice is downloaded and looked at", async () => {
    const { name, bytes } = await downloadedBy(page, "Download PDF");
    expect(name).toBe("INV-000001.pdf");
    expect(bytes.subarray(0, 5).toString()).toBe("%PDF-");
    await page.getByRole("link", { name: "Print view" }).click();
    await expect(page.locator("main")).toContainText("Łódź");
    await expect(page.locator("tfoot")).toContainText("EUR 145.78");
    await look(page, "admin-invoice", { script });
  });

  await test.step("the pool has the credits, and its statement leads back to the order", async () => {
    await page.goto(`${portal.url}/admin`);
    expect(await statistic(page, "In the pool")).toBe(25);
    await page.locator(".stats a").first().click();
    await page.getByRole("link", { name: "Order 1" }).click();
    await expect(page.locator("h1")).toHaveText("Order 1");
    await page.goto(`${portal.url}/admin/purchases?q=INV-000001`);
    await expect(row(page, "Order 1")).toContainText("Paid");
    await look(page, "admin-purchases", { script });
  });
});

test("an order that is not wanted any more is canceled @plain", async ({ visitor, script }) => {
  const page = await visitor();
  await setUp(page, portal);
  await setPrice(page, portal, { terms: "Short terms, which need no scrolling." });
  await choose(page, portal, 3, script);
  await expect(page.getByRole("checkbox", { name: /accept/ })).toBeEnabled();
  await acceptAndPurchase(page);
  await page.getByRole("link", { name: "Cancel order" }).click();
  await look(page, "admin-cancel-order", { script });
  await page.getByRole("button", { name: "Cancel order 1" }).click();
  await told(page, "The order was canceled");
  await expect(page.locator("main")).toContainText("Nothing has to be paid any more.");
});
