// The second factor: turned on, asked for at the door, replaced by a recovery code, turned off; and asked of admins.
import { goTo } from "../lib/admin.mjs";
import { ADMIN, CAST, knock, PASSWORD, setUp, signedIn, signIn, signOut } from "../lib/doors.mjs";
import { expect, refused, test, told } from "../lib/people.mjs";
import { look } from "../lib/screens.mjs";
import { together } from "../lib/together.mjs";
import { code } from "../lib/totp.mjs";

const { portal, box } = together({ mail: true });

/** Sets it up on the page that is open; answers the secret and the recovery codes. */
async function turnOn(page, { script, who }) {
  await page.getByLabel("Current password").fill(PASSWORD);
  await page.getByRole("button", { name: "Set up" }).click();
  await expect(page.getByRole("img", { name: "QR code of the secret" })).toBeVisible();
  await look(page, `${who}-second-factor-secret`, { script });
  const secret = await page.locator("code.secret").innerText();
  await refused(page, "Code", /not right/, 422, async () => {
    await page.getByLabel("Code", { exact: true }).fill("000000");
    await page.getByRole("button", { name: "Turn on" }).click();
  });
  await page.getByLabel("Code", { exact: true }).fill(code(secret));
  await page.getByRole("button", { name: "Turn on" }).click();
  await told(page, "second factor is on");
  await look(page, `${who}-second-factor-codes`, { script });
  const codes = await page.locator(".recovery-codes li").allInnerTexts();
  expect(codes).toHaveLength(10);
  await page.getByRole("button", { name: "I have kept them" }).click();
  await told(page, "not shown again");
  return { secret, codes };
}

/** Gives the password; the code is asked for then. */
async function givePassword(page, person) {
  await page.goto(`${portal.url}/sign-in`);
  await knock(page, person);
  await expect(page.getByRole("heading", { level: 1, name: "Second factor" })).toBeVisible();
}

async function giveCode(page, typed) {
  await page.getByLabel("Code", { exact: true }).fill(typed);
  await page.getByRole("button", { name: "Sign in" }).click();
}

test("the portal is set up @plain", async ({ visitor }) => {
  await setUp(await visitor(), portal, { demo: true });
});

test("turned on, used, replaced by a recovery code, turned off @plain", async ({ visitor, script }) => {
  const page = await signedIn(visitor, portal, CAST.lena);
  await page.goto(`${portal.url}/account`);
  await page.locator("section").filter({ hasText: "Second factor" }).getByRole("link", { name: "Set up" }).click();
  await look(page, "account-second-factor", { script });
  const { secret, codes } = await turnOn(page, { script, who: "account" });
  await box.letterTo(CAST.lena.email, "Your second factor is on");
  await signOut(page);

  await givePassword(page, CAST.lena);
  await look(page, "public-second-factor", { script });
  await page.goto(`${portal.url}/learner/courses`);
  await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  await givePassword(page, CAST.lena);
  await refused(page, "Code", /not right/, 422, () => giveCode(page, "000000"));
  const next = code(secret, 1); // The present one may have turned it on, and is good once.
  await giveCode(page, next);
  await expect(page).toHaveURL(`${portal.url}/learner/courses`);
  await signOut(page);

  await givePassword(page, CAST.lena);
  await refused(page, "Code", /used before/, 422, () => giveCode(page, next));
  await giveCode(page, codes[4].toUpperCase());
  await expect(page).toHaveURL(`${portal.url}/learner/courses`);
  const letter = await box.letterTo(CAST.lena.email, "A recovery code was used");
  expect(letter.text).toContain("9 are left");

  await page.goto(`${portal.url}/account/second-factor`);
  await expect(page.locator(".facts")).toContainText("9");
  await look(page, "account-second-factor-on", { script });
  await page.getByRole("link", { name: "New recovery codes" }).click();
  await look(page, "account-recovery-codes", { script });
  await page.getByLabel("Current password").fill(PASSWORD);
  await page.getByRole("button", { name: "Make new codes" }).click();
  await told(page, "There are new recovery codes");
  const fresh = await page.locator(".recovery-codes code").allInnerTexts();
  expect(fresh.filter((code) => codes.includes(code))).toEqual([]);
  expect(fresh).toHaveLength(10);
  await box.letterTo(CAST.lena.email, "You have new recovery codes");
  await page.getByRole("button", { name: "I have kept them" }).click();
  await page.goto(`${portal.url}/account/second-factor`);
  await expect(page.locator(".facts")).toContainText("10");

  await page.getByRole("link", { name: "Turn off" }).click();
  await look(page, "account-second-factor-off", { script });
  await page.getByLabel("Current password").fill(PASSWORD);
  await page.getByRole("button", { name: "Turn off" }).click();
  await told(page, "second factor is off");
  await signOut(page);
  await signIn(page, portal, CAST.lena);
});

test("an admin asks for it, is led to it, and resets somebody's @plain", async ({ visitor, script }) => {
  const omar = await signedIn(visitor, portal, CAST.omar);
  await omar.goto(`${portal.url}/account/second-factor`);
  await turnOn(omar, { script, who: "omar" });

  const page = await signedIn(visitor, portal, ADMIN);
  await goTo(page, "Settings", "Security");
  await look(page, "admin-security", { script });
  await page.getByLabel("Admins must use a second factor").check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page).toHaveURL(`${portal.url}/account/second-factor`);
  await look(page, "admin-second-factor-needed", { script });
  await turnOn(page, { script, who: "admin" });

  await page.goto(`${portal.url}/admin/users?q=${CAST.omar.email}`);
  await page.getByRole("link", { name: CAST.omar.name }).click();
  await page.waitForURL(/users\/[0-9a-f-]{36}$/);
  await page.goto(`${page.url()}/second-factor`);
  await look(page, "admin-reset-second-factor", { script });
  await page.getByRole("button", { name: "Reset second factor" }).click();
  await told(page, "reset");
  await box.letterTo(CAST.omar.email, "Your second factor was reset");
  await signIn(omar, portal, CAST.omar);
});
