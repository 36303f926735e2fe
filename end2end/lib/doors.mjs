// Coming in and going out: set-up, sign-in, the links in letters.
import { expect, told } from "./people.mjs";

export const PASSWORD = "a long walk by the sea";

export const ADMIN = { name: "Ada Ortiz", email: "ada@example.org", password: PASSWORD };

/** Sets the portal up through its printed link and answers its first admin. */
export async function setUp(page, portal, { organization = "Northwind Training", demo = false } = {}) {
  await page.goto(portal.setupLink);
  await page.getByLabel("Organization").fill(organization);
  await fillPerson(page, ADMIN);
  if (demo) await page.getByLabel(/Load a demo/).check();
  await page.getByRole("button", { name: "Set up" }).click();
  await expect(page).toHaveURL(`${portal.url}/admin`);
  return ADMIN;
}

async function fillPerson(page, { name, email, password }) {
  await page.getByLabel("Your name").fill(name);
  await page.getByLabel("Your e-mail address").fill(email);
  await fillPassword(page, password);
}

/** A new password and its repetition. */
export async function fillPassword(page, password) {
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByLabel("Password once more").fill(password);
}

/** Gives address and password on the open page of sign-in, whatever comes of it. */
export async function knock(page, { email, password }) {
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

export async function signIn(page, portal, person) {
  await page.goto(`${portal.url}/sign-in`);
  await knock(page, person);
  await expect(page.locator(".who")).toBeVisible();
}

/** Opens a browser in which somebody is signed in, and answers its page. */
export async function signedIn(visitor, portal, person) {
  const page = await visitor();
  await signIn(page, portal, person);
  return page;
}

/** Opens the menu at the top right, by the user's name. */
export async function whoMenu(page) {
  const menu = page.locator(".who");
  await menu.locator("summary").click();
  return menu.locator(".menu-panel");
}

export async function signOut(page) {
  await (await whoMenu(page)).getByRole("button", { name: "Sign out" }).click();
  await told(page, "signed out");
}

export async function actAs(page, role) {
  await (await whoMenu(page)).getByRole("button", { name: role }).click();
  await expect(page.locator(".who-role")).toHaveText(role);
}

/** The newest letter's link for choosing a password, followed to its end. */
export async function choosePassword(page, box, person, subject = "") {
  const link = await box.linkTo(person.email, "/password/", subject);
  await page.goto(link);
  await fillPassword(page, person.password);
  await page.getByRole("button", { name: "Keep this password" }).click();
  return link;
}

/** People of the demo (`samples.rs`); all of them sign in with the admin's password. */
export const CAST = Object.fromEntries(
  [
    ["mara", "Mara Lind"],
    ["noor", "Noor Haddad"],
    ["lena", "Lena Holt"],
    ["omar", "Omar Sato"],
    ["ines", "Ines Duarte"],
    ["tom", "Tom Berg"],
  ].map(([key, name]) => [key, { name, email: `${key}@northwind.example`, password: PASSWORD }]),
);

/** Somebody whom the demo has invited, and who has yet to accept. */
export const KAI = { name: "Kai Adeyemi", email: "kai@contoso.example", password: PASSWORD };
