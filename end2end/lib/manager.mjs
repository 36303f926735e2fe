// What managers do.
import { signedIn } from "./doors.mjs";
import { awake, expect, numberIn, told } from "./people.mjs";

/** Opens a course of the manager's by its title. */
export async function openCourse(page, portal, title) {
  await page.goto(`${portal.url}/manager/courses`);
  await page.getByRole("heading", { name: title }).getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
}

/** A browser of a manager's with this course open. */
export async function atCourse(visitor, portal, person, title) {
  const page = await signedIn(visitor, portal, person);
  await openCourse(page, portal, title);
  return page;
}

/** The same on the course's *Course credits* tab. */
export async function atCredits(visitor, portal, person, title) {
  const page = await atCourse(visitor, portal, person, title);
  await page.getByRole("link", { name: "Course credits" }).click();
  return page;
}

/** What the open course page says that the manager can still spend. */
export const freeCredits = async (page) => numberIn(await page.locator(".section-head .credits").first().innerText());

/** Invites addresses on the open course page: chips with script, a text area without. */
export async function invite(page, addresses, { script = true, message = "" } = {}) {
  await awake(page, script);
  const field = page.getByLabel("E-mail addresses");
  if (script) {
    for (const address of addresses) {
      await field.fill(address);
      await field.press("Enter");
      await expect(page.locator(".chip").filter({ hasText: address })).toBeVisible();
    }
  } else {
    await field.fill(addresses.join("\n"));
  }
  if (message) await page.getByLabel("Message").fill(message);
  await page.getByRole("button", { name: "Send invitations" }).click();
  await told(page, /sent/i);
}

/** Asks the admins for credits on the open *Course credits* tab. */
export async function requestCredits(page, amount, why) {
  await page.getByRole("link", { name: "Request Credits" }).click();
  await page.getByLabel("Credits", { exact: true }).fill(String(amount));
  await page.getByLabel("What for").fill(why);
  await page.getByRole("button", { name: "Request Credits" }).click();
  await told(page, `${amount} credits requested`);
}

/** The link of the newest invitation to an address. */
export const invitationLink = (box, address, subject = "invites you") => box.linkTo(address, "/invitation/", subject);
