// A package on its way over a slow line: the page says how far it has come, and leads to the course in the end.
import { randomBytes } from "node:crypto";
import { axe } from "../lib/axe.mjs";
import { ADMIN, setUp, signedIn } from "../lib/doors.mjs";
import { awake, expect, test } from "../lib/people.mjs";
import { startPortal } from "../lib/portal.mjs";
import { zipOf } from "../lib/zip.mjs";

// A page, and beside it what no zip makes small: about a megabyte on its way.
const PAGE = '<!doctype html><html lang="en"><title>Wide Horizons</title><h1>Wide Horizons</h1></html>';
const buffer = Buffer.from(zipOf({ "index.html": PAGE, "filler.txt": randomBytes(1_000_000).toString("base64") }));
const SLOW = 100_000; // bytes a second

let portal;
test.beforeAll(async () => {
  portal = await startPortal();
});
test.afterAll(async () => {
  await portal?.stop();
});

/** Makes the page's line slow; what comes back makes it quick again. */
async function slowLine(page) {
  const browser = await page.context().newCDPSession(page);
  const send = (uploadThroughput) =>
    browser.send("Network.emulateNetworkConditions", { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput });
  await browser.send("Network.enable");
  await send(SLOW);
  return () => send(-1);
}

test("a large package shows how far it has come", async ({ visitor }) => {
  await setUp(await visitor(), portal);
  const page = await signedIn(visitor, portal, ADMIN);
  await page.goto(`${portal.url}/admin/courses/new`);
  await awake(page);
  await page.getByLabel("Package", { exact: true }).setInputFiles({ name: "horizons.zip", mimeType: "application/zip", buffer });
  const bar = page.getByRole("progressbar", { name: "Sending the package" });
  await expect(bar).toBeHidden();
  const quick = await slowLine(page);
  const button = page.getByRole("button", { name: "Upload Course" });
  await button.click();

  await expect(bar).toBeVisible();
  await expect(button).toBeDisabled();
  await expect(button).toHaveAttribute("aria-busy", "true");
  const count = page.locator(".progress").getByRole("status");
  await expect(count).toHaveText(/^[1-9]\d* of \d{3,4} kB$/);
  const [sent, all] = (await count.innerText()).match(/\d+/g).map(Number);
  expect(sent).toBeLessThan(all);
  expect(all).toBeGreaterThan(900);
  const part = () => bar.evaluate(({ value, max }) => value / max);
  const before = await part();
  expect(before).toBeGreaterThan(0);
  await axe(page);
  await expect.poll(part, "it goes on").toBeGreaterThan(before);

  await quick();
  await page.waitForURL(/\/admin\/courses\/[0-9a-f-]{36}$/);
  await expect(page.locator(".facts")).toContainText("Web");
});
