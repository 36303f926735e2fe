// Every screen of somebody: follows the links from where they begin, one example of each kind of address.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { axe } from "./axe.mjs";
import { note } from "./looked.mjs";
import { awake, expect } from "./people.mjs";

const SIZES = { wide: { width: 1280, height: 800 }, phone: { width: 320, height: 740 } };
/** How each screen is looked at: the schemes and the sizes cross, so that two looks see both of each. */
const LOOKS = [
  { colorScheme: "light", size: "wide" },
  { colorScheme: "dark", size: "phone" },
];
/** The player's page on the courses' own origin; what a course shows in it is its maker's. */
const PLAYER = /\/p\/[\w-]+\/$/;
/** A folder for pictures of every screen, for people to look at; none are taken otherwise. */
const shots = process.env.LECTERN_SHOTS;

/** `/admin/users/0195…?q=a` as `/admin/users/:id?q`: the same kind of screen. */
export function kind(url) {
  const { pathname, searchParams } = new URL(url);
  const path = pathname.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ":id").replace(/\/[\w-]{30,}/g, "/:token");
  const keys = [...new Set(searchParams.keys())].sort();
  return keys.length ? `${path}?${keys.join("&")}` : path;
}

/**
 * Looks at the page as it stands: axe, or a picture, in light and dark, wide and on a phone. Without script it is the same
 * HTML, where axe takes twice as long: one look is enough.
 */
export async function look(page, who, { script = true } = {}) {
  await note(page.url());
  const name = `${who}${kind(page.url())}`.replace(/[^\w-]+/g, "_");
  for (const { colorScheme, size } of script ? LOOKS : LOOKS.slice(-1)) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize(SIZES[size]);
    await awake(page, script);
    await axe(page, { script });
    await fits(page);
  }
  if (!shots) return;
  await mkdir(shots, { recursive: true });
  for (const [size, viewport] of Object.entries(SIZES)) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: join(shots, `${name}.${size}.${colorScheme}.png`), fullPage: true });
    }
  }
}

/** A look at the page with script only, and back at a desk. */
export async function glance(page, who, { script }) {
  if (!script) return;
  await look(page, who, { script });
  await page.setViewportSize(SIZES.wide);
}

/** The page is no wider than the window, nor the player's page than its frame: only tables may be pushed sideways, in
 *  their own frame. */
async function fits(page) {
  for (const frame of page.frames().filter((one) => one === page.mainFrame() || PLAYER.test(one.url()))) {
    const [content, window] = await frame.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    expect.soft(content, `${frame.url()} in a window of ${window}`).toBeLessThanOrEqual(window);
  }
}

/** Looks at every screen that links lead to from these addresses, and answers their kinds. */
export async function lookAround(page, who, starts, options = {}) {
  const seen = new Set();
  const waiting = [...starts];
  while (waiting.length) {
    const url = waiting.shift();
    if (seen.has(kind(url))) continue;
    seen.add(kind(url));
    const answer = await page.goto(url);
    if (answer.status() !== 200) throw new Error(`${url} answered ${answer.status()}`);
    await look(page, who, options);
    const links = await page.locator("a[href]:not([download])").evaluateAll((all) => all.map((link) => link.href));
    waiting.push(...links.filter((link) => new URL(link).origin === new URL(url).origin && !link.includes("#")));
  }
  return seen;
}
