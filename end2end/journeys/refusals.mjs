// Refused forms: the sentence stands beside its field, what was typed is kept, the status is true.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ADMIN, CAST, PASSWORD, setUp, signedIn } from "../lib/doors.mjs";
import { awake, expect, menuOf, refused, test } from "../lib/people.mjs";
import { together } from "../lib/together.mjs";
import { packages, zipOf } from "../lib/zip.mjs";

const odd = join(packages, "odd");

/** Packages made elsewhere, and what is said of each. */
const ODD = {
  "badscorm.zip": "imsmanifest.xml is inside the folder",
  "invalid.zip": "neither an imsmanifest.xml nor an index.html",
  "validscorm.zip": "imsmanifest.xml is empty",
  "passwordis1.zip": "is protected by a password",
  "scorm12__MalformedXml_SCORM12.zip": "is not valid XML",
};

const { portal } = together();

const press = (page, name) => () => page.getByRole("button", { name, exact: true }).click();

test("the portal is set up @plain", async ({ visitor }) => {
  await setUp(await visitor(), portal, { demo: true });
});

/** Uploads a file that is refused; the answer is told to script and to the page alike. */
async function refusedUpload(page, script, file, words) {
  await page.goto(`${portal.url}/admin/courses/new`);
  await awake(page, script);
  await page.getByLabel("Package", { exact: true }).setInputFiles(file);
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.request().method() === "POST"),
    press(page, "Upload Course")(),
  ]);
  expect(answer.status()).toBe(422);
  await expect(page.locator(".problem:visible")).toHaveCount(1);
  await expect(page.locator(".problem:visible")).toContainText(words);
  const field = page.getByLabel("Package", { exact: true });
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await expect(field).toHaveAccessibleDescription(new RegExp(words));
  await expect(page.getByRole("button", { name: "Upload Course" })).toBeEnabled();
}

test("a package that is none is refused beside its field @plain", async ({ visitor, script }) => {
  const page = await signedIn(visitor, portal, ADMIN);
  const file = (buffer) => ({ name: "course.zip", mimeType: "application/zip", buffer: Buffer.from(buffer) });
  await refusedUpload(page, script, file("not a zip at all"), "not a complete zip archive");
  await refusedUpload(page, script, file(zipOf({ "readme.txt": "no course" })), "neither an imsmanifest.xml");
});

for (const [name, words] of Object.entries(ODD)) {
  test(`${name} is refused with its own sentence @plain`, async ({ visitor, script }) => {
    test.skip(!existsSync(join(odd, name)), `${join(odd, name)} is absent`);
    await refusedUpload(await signedIn(visitor, portal, ADMIN), script, join(odd, name), words);
  });
}

test("users: an empty name, an address that is none, one that is taken @plain", async ({ visitor }) => {
  const page = await signedIn(visitor, portal, ADMIN);
  await page.goto(`${portal.url}/admin/users/new`);
  await page.getByLabel("E-mail address").fill("no address");
  await page.getByLabel("Name").fill("Vera");
  await page.locator("form.form").evaluate((form) => (form.noValidate = true));
  await refused(page, "E-mail address", "This is not an e-mail address.", 422, press(page, "Create user"));
  await expect(page.getByLabel("Name")).toHaveValue("Vera");
  await page.getByLabel("E-mail address").fill(CAST.lena.email);
  await refused(page, "E-mail address", "Another user has this address.", 409, press(page, "Create user"));
  await page.getByLabel("Name").fill("");
  await page.getByLabel("E-mail address").fill("vera@example.org");
  await refused(page, "Name", "Please give a name.", 422, press(page, "Create user"));
  await page.getByLabel("Name").fill("Vera");
  for (const role of await page.getByRole("checkbox").all()) await role.uncheck();
  await press(page, "Create user")();
  await expect(page.locator("#roles .problem")).toHaveText("Choose at least one role.");
});

test("credits: no number, more than there are @plain", async ({ visitor }) => {
  const page = await signedIn(visitor, portal, ADMIN);
  await page.goto(`${portal.url}/admin/credits/grant`);
  await page.getByLabel("Credits").fill("many");
  await page.getByLabel("Reason").fill("Order 7");
  await refused(page, "Credits", /whole number from 1 to/, 422, press(page, "Grant Credits"));
  await expect(page.getByLabel("Reason")).toHaveValue("Order 7");

  await page.goto(`${portal.url}/admin`);
  const form = page.locator("form.cell-form").filter({ has: page.getByLabel("Credits for Forklift Basics") });
  await form.getByLabel("Credits for Forklift Basics").fill("999");
  const act = () => form.getByRole("button", { name: "Allocate" }).click();
  await refused(page, "Credits for Forklift Basics", "999 credits are needed and 60 are free. Nothing was changed.", 409, act);
  await expect(page.getByLabel("Credits for Forklift Basics")).toHaveValue("999");
  await expect(page.locator(".problem")).toHaveCount(1);

  await page.goto(`${portal.url}/admin/courses`);
  await page.getByRole("link", { name: "Forklift Basics" }).click();
  await page.getByRole("link", { name: "Managers" }).click();
  await (await menuOf(page, CAST.mara.name)).getByRole("link", { name: "Assign credits" }).click();
  await page.getByLabel("Credits").fill("600");
  await refused(page, "Credits", /600 credits are needed/, 409, press(page, "Assign Credits"));
});

test("the last admin can neither be suspended nor demoted @plain", async ({ visitor }) => {
  const page = await signedIn(visitor, portal, ADMIN);
  await page.goto(`${portal.url}/admin/users`);
  await (await menuOf(page, ADMIN.name)).getByRole("link", { name: "Suspend" }).click();
  await press(page, `Suspend ${ADMIN.name}`)();
  await expect(page.getByRole("alert")).toContainText("last active admin");
  await page.goto(`${portal.url}/admin/users`);
  await (await menuOf(page, ADMIN.name)).getByRole("link", { name: "Edit" }).click();
  await page.getByRole("checkbox", { name: "Admin" }).uncheck();
  await page.getByRole("checkbox", { name: "Learner" }).check();
  await press(page, "Save")();
  await expect(page.locator("#roles .problem")).toContainText("last active admin");
});

test("invitations: an address that is none, one repeated, more than the credits @plain", async ({ visitor, script }) => {
  const page = await signedIn(visitor, portal, CAST.noor);
  await page.getByRole("link", { name: "Forklift Basics" }).first().click();
  const send = async (text) => {
    await awake(page, script);
    const field = page.getByLabel("E-mail addresses");
    if (script) await page.locator(".chip button").evaluateAll((all) => all.forEach((button) => button.click()));
    await field.fill(text);
    await press(page, "Send invitations")();
  };
  await send("not-an-address");
  await expect(page.locator(".problem")).toContainText("“not-an-address” is not an e-mail address.");
  await expect(page.getByLabel("E-mail addresses")).toHaveAttribute("aria-invalid", "true");
  await send([1, 2, 3, 4, 5, 6].map((n) => `person${n}@example.org`).join(script ? ", " : "\n"));
  await expect(page.getByRole("alert")).toContainText("6 credits are needed and 5 are free");
  await send("kai@contoso.example");
  await expect(page.locator(".problem")).toContainText("kai@contoso.example was already invited by Mara Lind");
});

test("signing in with a wrong password says nothing about the address @plain", async ({ visitor }) => {
  const page = await visitor();
  const said = [];
  for (const email of ["nobody@example.org", CAST.lena.email]) {
    await page.goto(`${portal.url}/sign-in`);
    await page.getByLabel("E-mail address").fill(email);
    await page.getByLabel("Password", { exact: true }).fill(`${PASSWORD}!`);
    const [answer] = await Promise.all([
      page.waitForResponse((response) => response.request().isNavigationRequest() && response.status() >= 400),
      press(page, "Sign in")(),
    ]);
    expect(answer.status()).toBe(401);
    await expect(page.getByLabel("E-mail address")).toHaveValue(email);
    said.push(await page.getByRole("alert").innerText());
  }
  expect(said[0]).toBe(said[1]);
});
