// People with browsers of their own. Every page they open is watched: no request may leave for another host,
// no script may fail, nothing may break the content security policy.
import { test as base, expect } from "@playwright/test";

export { expect };

// The browser's own line for an answer ≥ 400: journeys that are refused on purpose look at the page instead.
const ANSWERED = /^Failed to load resource: the server responded with a status of (4\d\d|503)/;
// A letter is shown in a frame that runs no script; the driver's own look into it is refused, as it should be.
const SANDBOXED = /^Blocked script execution in 'about:srcdoc'/;
const FRAMED = /^https?:\/\/(localhost|127\.0\.0\.1):\d+\//;
const INLINE = /^(about|data|blob):/;

/** `visitor()` opens a browser that nobody else uses and answers its page; `script` says whether it runs script. */
export const test = base.extend({
  script: async ({ javaScriptEnabled }, use) => use(javaScriptEnabled !== false),
  visitor: async ({ browser }, use) => {
    const contexts = [];
    const told = [];
    await use(async (options = {}) => {
      const context = await browser.newContext(options);
      contexts.push(context);
      watch(context, told);
      return context.newPage();
    });
    for (const context of contexts) await context.close();
    expect(told, "strangers, script errors, policy violations").toEqual([]);
  },
});

function watch(context, told) {
  context.on("request", (request) => {
    const url = request.url();
    if (!FRAMED.test(url) && !INLINE.test(url)) told.push(`asked a stranger: ${url}`);
  });
  context.on("console", (message) => {
    if (message.type() !== "error" || ANSWERED.test(message.text()) || SANDBOXED.test(message.text())) return;
    told.push(`console on ${message.page()?.url()}: ${message.text()}`);
  });
  context.on("weberror", (error) => told.push(`script: ${error.error()} ${error.error().stack}`));
}

/** The islands of the page are at work; nothing to wait for where the browser runs no script or the page has none. */
export async function awake(page, script = true) {
  if (script && (await page.locator("leptos-island").count()) > 0) {
    await page.locator("html[data-awake]").waitFor({ state: "attached" });
  }
}

/** What the last act said. */
export async function told(page, words) {
  await expect(page.locator(".page-notice [role=status]")).toContainText(words);
}

/** The sentence beside a refused field, with the status the page was answered with. */
export async function refused(page, field, words, status = 422, act) {
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.request().isNavigationRequest() && response.status() >= 400),
    act(),
  ]);
  expect(answer.status()).toBe(status);
  const control = page.getByLabel(field, { exact: true });
  await expect(control).toHaveAttribute("aria-invalid", "true");
  await expect(control).toHaveAccessibleDescription(words);
}

/** A row of a table, by what its row header holds. */
export const row = (page, words) =>
  page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: words }) });

/** Opens the ⋮ menu of a row. */
export async function menuOf(page, words) {
  const menu = row(page, words).locator("details.menu");
  await menu.locator("summary").click();
  return menu.locator(".menu-panel");
}

/** The number in a cell, by its column's name. */
export async function figure(line, column) {
  return numberIn(await line.locator(`td[data-label="${column}"]`).innerText());
}

/** The number of a statistic, by its name. */
export async function statistic(page, name) {
  const stat = page.locator(".stats li").filter({ has: page.locator(".stat-name", { hasText: name }) });
  return numberIn(await stat.locator(".stat-num").innerText());
}

/** "−1,200 available" as −1200. */
export function numberIn(text) {
  const digits = text.match(/[−-]?[\d,]+/)?.[0];
  return digits === undefined ? null : Number(digits.replaceAll(",", "").replace("−", "-"));
}
