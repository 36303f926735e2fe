import AxeBuilder from "@axe-core/playwright";
import { expect } from "@playwright/test";

/** axe finds nothing on this page; what it finds is told by rule and element. Without script axe
 *  reads a twin. `except` names rules that do not apply. */
export async function axe(page, { script = true, except = [] } = {}) {
  const told = await read(script ? page : await twin(page), except);
  expect.soft(told, `axe on ${page.url()}`).toEqual([]);
}

/** Only a page with frames needs another one to put their answers together, which takes twice as long. */
async function read(page, except) {
  const aside = await page.evaluateHandle(putAside);
  const whole = (await page.locator("iframe").count()) === 0;
  const builder = new AxeBuilder({ page }).options({ resultTypes: ["violations"] }).setLegacyMode(whole);
  const { violations } = await builder.disableRules(except).analyze();
  await aside.evaluate(putBack);
  return violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.html}`));
}

const twins = new WeakMap();

/**
 * The same document where axe can run: a browser with script shows, at the same address, what the browser without
 * script made of the page, and none of the page's own scripts.
 */
async function twin(page) {
  const context = twins.get(page) ?? (await page.context().browser().newContext({ javaScriptEnabled: true }));
  twins.set(page, context);
  const colorScheme = await page.evaluate(() => (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"));
  const html = (await page.content()).replace(/<script\b[^]*?<\/script>/g, "").replace(/<\/?noscript>/g, "");
  for (const old of context.pages()) await old.close();
  const other = await context.newPage();
  await other.emulateMedia({ colorScheme });
  await other.setViewportSize(page.viewportSize());
  await other.route(page.url(), (route) => route.fulfill({ contentType: "text/html; charset=utf-8", body: html }));
  await other.goto(page.url());
  return other;
}

/** A frame that runs no script runs none of axe's either, which would wait for it: letters step aside meanwhile. */
function putAside() {
  return [...document.querySelectorAll('iframe[sandbox=""]')].map((frame) => {
    const mark = document.createComment("");
    frame.replaceWith(mark);
    return { frame, mark };
  });
}

function putBack(pairs) {
  for (const { frame, mark } of pairs) mark.replaceWith(frame);
}
