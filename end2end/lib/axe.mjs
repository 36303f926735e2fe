import AxeBuilder from "@axe-core/playwright";
import { expect } from "@playwright/test";

/** axe finds nothing on this page; what it finds is told by rule and element. `except` names rules that do not apply. */
export async function axe(page, except = []) {
  const aside = await page.evaluateHandle(putAside);
  const { violations } = await new AxeBuilder({ page }).disableRules(except).analyze();
  await aside.evaluate(putBack);
  const told = violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.html}`));
  expect.soft(told, `axe on ${page.url()}`).toEqual([]);
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
