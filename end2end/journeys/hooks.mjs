// Webhooks: an admin sets one up, a program hears it with a good signature, the log says what became of each.
import { goTo, grant } from "../lib/admin.mjs";
import { setUp } from "../lib/doors.mjs";
import { expect, refused, row, test, told } from "../lib/people.mjs";
import { startPortal } from "../lib/portal.mjs";
import { isSignedWith, openReceiver } from "../lib/receiver.mjs";
import { glance } from "../lib/screens.mjs";

test.describe.configure({ mode: "serial" });
test.setTimeout(240_000);

let portal, receiver;
test.beforeEach(async () => {
  receiver = await openReceiver();
  portal = await startPortal({ env: { LECTERN_WEBHOOKS_ALLOW_PRIVATE: "true" } });
});
test.afterEach(async () => {
  await portal?.stop();
  await receiver?.close();
});

/** Loads the page again until it says this. */
async function comesTo(page, words) {
  await expect(async () => {
    await page.reload();
    await expect(page.locator(".facts").first()).toContainText(words, { timeout: 500 });
  }).toPass({ timeout: 20_000 });
}

async function kept(page) {
  const secret = await page.getByRole("textbox", { name: "Signing secret" }).inputValue();
  await page.getByRole("button", { name: "I have kept it" }).click();
  await told(page, "not shown again");
  await expect(page.getByRole("textbox", { name: "Signing secret" })).toHaveCount(0);
  return secret;
}

test("a webhook is set up, heard, watched, and deleted @plain", async ({ visitor, script }) => {
  const page = await visitor();
  await setUp(page, portal);
  await goTo(page, "Settings", "Webhooks");
  await expect(page.locator(".empty")).toContainText("No webhooks yet");
  await glance(page, "admin-webhooks-none", { script });
  let secret;

  await test.step("a wrong address comes back beside its field", async () => {
    await page.getByRole("link", { name: "New Webhook" }).first().click();
    await page.getByLabel("Address").fill("http://hooks.example.com/hook");
    await page.getByLabel(/credits\.granted/).check();
    await refused(page, "Address", /must begin with https/, 422, () => page.getByRole("button", { name: "Set up" }).click());
    await expect(page.getByLabel(/credits\.granted/)).toBeChecked();
    await glance(page, "admin-webhooks-refused", { script });
  });

  await test.step("the secret is shown once", async () => {
    await page.getByLabel("Address").fill(receiver.url);
    await page.getByRole("button", { name: "Set up" }).click();
    await told(page, "The webhook is set up");
    await glance(page, "admin-webhook-secret", { script });
    secret = await kept(page);
  });

  await test.step("a test arrives, signed", async () => {
    await page.getByRole("button", { name: "Send a test" }).click();
    await told(page, "A test is on its way");
    const heard = await receiver.hears((one) => JSON.parse(one.body).type === "test");
    expect(isSignedWith(heard, secret)).toBe(true);
    expect(isSignedWith({ ...heard, body: heard.body.replace("works", "broke") }, secret)).toBe(false);
    await comesTo(page, "Delivered");
    await expect(page.locator("main")).toContainText("answered <b>200</b>");
    await glance(page, "admin-delivery", { script });
  });

  await test.step("what happens is told, and tried again when it was not taken", async () => {
    receiver.status = 500;
    await grant(page, portal, 25, "Order 7");
    const heard = await receiver.hears((one) => JSON.parse(one.body).type === "credits.granted");
    expect(JSON.parse(heard.body).data).toMatchObject({ amount: 25, reason: "Order 7" });
    await page.goto(`${portal.url}/admin/webhooks`);
    await glance(page, "admin-webhooks", { script });
    await page.getByRole("link", { name: receiver.url }).click();
    await row(page, "credits.granted").getByRole("link").click();
    await expect(page.locator("main")).toContainText("It did not answer with 2xx");
    receiver.status = 200;
    // It may be taken by itself before anybody presses.
    const again = page.getByRole("button", { name: "Send again" });
    await expect(async () => {
      await page.reload();
      await expect(again).toBeVisible({ timeout: 500 });
    }).toPass({ timeout: 20_000 });
    await again.click();
    await told(page, "sent again");
    await comesTo(page, "Delivered");
    const all = receiver.heard.filter((one) => one.headers["webhook-id"] === heard.headers["webhook-id"]);
    expect(all.length).toBeGreaterThan(1);
    expect(new Set(all.map((one) => one.body)).size).toBe(1);
  });

  await test.step("the secret is changed, and the old one signs on for a day", async () => {
    await page.locator(".crumbs a").last().click();
    await page.getByLabel("State").selectOption("Delivered");
    await page.getByRole("button", { name: "Show" }).click();
    await expect(row(page, "test")).toHaveCount(1);
    await glance(page, "admin-webhook", { script });
    await page.getByRole("link", { name: "Rotate secret" }).click();
    await expect(page.locator(".consequences")).toContainText("24 hours more");
    await glance(page, "admin-webhook-rotate", { script });
    await page.getByRole("button", { name: "Rotate secret" }).click();
    const fresh = await kept(page);
    expect(fresh).not.toBe(secret);
    const before = receiver.heard.length;
    await page.getByRole("button", { name: "Send a test" }).click();
    const heard = await receiver.hears((one) => receiver.heard.indexOf(one) >= before);
    expect([isSignedWith(heard, fresh), isSignedWith(heard, secret)]).toEqual([true, true]);
  });

  await test.step("paused, resumed, changed, and deleted", async () => {
    await page.locator(".crumbs a").last().click();
    await page.getByRole("button", { name: "Pause" }).click();
    await told(page, "paused");
    await expect(page.getByRole("button", { name: "Send a test" })).toHaveCount(0);
    await page.getByRole("button", { name: "Resume" }).click();
    await told(page, "active again");
    await page.getByRole("link", { name: "Edit", exact: true }).click();
    await page.getByLabel(/request\.created/).check();
    await glance(page, "admin-webhook-edit", { script });
    await page.getByRole("button", { name: "Save" }).click();
    await told(page, "Saved.");
    await expect(page.locator(".facts")).toContainText("credits.granted, request.created");
    await page.getByRole("link", { name: "Delete" }).click();
    await glance(page, "admin-webhook-delete", { script });
    await page.getByRole("button", { name: "Delete webhook" }).click();
    await told(page, "deleted");
    await expect(page.locator(".empty")).toContainText("No webhooks yet");
  });
});
