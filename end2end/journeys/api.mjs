// The JSON API: an admin makes a key, reads what can be called, a program calls it, and the key is revoked.
import { goTo } from "../lib/admin.mjs";
import { ADMIN, PASSWORD, setUp, signedIn } from "../lib/doors.mjs";
import { expect, refused, row, test, told } from "../lib/people.mjs";
import { look } from "../lib/screens.mjs";
import { together } from "../lib/together.mjs";

const { portal } = together();

/** A program's call, which no browser makes. */
function call(key, path, { method = "GET", body, once } = {}) {
  const headers = { authorization: `Bearer ${key}` };
  if (body) headers["content-type"] = "application/json";
  if (once) headers["idempotency-key"] = once;
  return fetch(`${portal.url}/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) });
}

/** Fills in the form of a new key and answers its secret. */
async function makeKey(page, name, { script, who }) {
  await page.goto(`${portal.url}/admin`);
  await goTo(page, "Settings", "API keys");
  await look(page, `${who}-keys`, { script });
  await page.getByRole("link", { name: "New API key" }).first().click();
  await page.getByLabel("What it is for").fill(name);
  for (const scope of ["users:read", "credits:read", "credits:write"]) {
    await page.getByRole("checkbox", { name: `(${scope})` }).check();
  }
  await page.getByLabel("Works for").selectOption({ label: "30 days" });
  await refused(page, "Current password", /not your current password/, 422, async () => {
    await page.getByLabel("Current password").fill("a wrong guess");
    await page.getByRole("button", { name: "Make API key" }).click();
  });
  await expect(page.getByRole("checkbox", { name: "(credits:write)" })).toBeChecked();
  await look(page, `${who}-new-key`, { script });
  await page.getByLabel("Current password").fill(PASSWORD);
  await page.getByRole("button", { name: "Make API key" }).click();
  const secret = await page.getByLabel("Key", { exact: true }).inputValue();
  expect(secret).toMatch(/^lk_[\w-]{32}$/);
  await look(page, `${who}-secret`, { script });
  const place = page.url();
  await page.getByRole("button", { name: "I have kept it" }).click();
  await told(page, "not shown again");
  await page.goto(place);
  await expect(page.getByText("The secret is not shown again")).toBeVisible();
  await expect(page.locator("body")).not.toContainText(secret);
  return secret;
}

test("the portal is set up @plain", async ({ visitor }) => {
  await setUp(await visitor(), portal, { demo: true });
});

test("everybody can read what can be called @plain", async ({ visitor, script }) => {
  const page = await visitor();
  await page.goto(`${portal.url}/api`);
  await expect(page.getByRole("heading", { level: 1, name: "API" })).toBeVisible();
  const document = await (await fetch(`${portal.url}/api/v1/openapi.json`)).json();
  for (const methods of Object.values(document.paths)) {
    for (const { summary } of Object.values(methods)) {
      await expect(page.getByRole("heading", { level: 3, name: summary, exact: true })).toBeVisible();
    }
  }
  await page.getByText("A body").first().click();
  await expect(page.locator("details[open] pre").first()).toContainText("lena@northwind.example");
  await look(page, "public", { script });
});

test("a key is made, used and revoked @plain", async ({ visitor, script }) => {
  const page = await signedIn(visitor, portal, ADMIN);
  const who = script ? "script" : "plain";
  const name = `Personnel (${who})`;
  const key = await makeKey(page, name, { script, who });

  const users = await (await call(key, "/users?search=mara")).json();
  expect(users.items.map((user) => user.name)).toEqual(["Mara Lind"]);
  const pool = async () => (await (await call(key, "/credits/accounts?kind=pool")).json()).items[0].balance;
  const before = await pool();
  const grant = { method: "POST", body: { amount: 7, note: "By a program" }, once: `grant-${who}` };
  for (const _ of [1, 2]) expect((await call(key, "/credits/grants", grant)).status).toBe(204);
  expect(await pool()).toBe(before + 7);
  const refusal = await call(key, "/courses");
  expect(refusal.status).toBe(403);
  expect(refusal.headers.get("content-type")).toBe("application/problem+json");
  expect((await refusal.json()).detail).toBe("This key does not have the scope courses:read.");

  // The grant stands on the pool's statement as everybody else's.
  await page.goto(`${portal.url}/admin`);
  await page.locator(".stats a").first().click();
  await expect(page.getByText("By a program").first()).toBeVisible();

  await page.goto(`${portal.url}/admin/api-keys`);
  await expect(row(page, name).locator(".state")).toHaveText("Active");
  await expect(row(page, name)).toContainText(key.slice(0, 11));
  await row(page, name).getByRole("link", { name: "Revoke" }).click();
  await look(page, `${who}-revoke`, { script });
  await page.getByRole("button", { name: "Revoke API key" }).click();
  await told(page, "refused");
  await expect(row(page, name).locator(".state")).toHaveText("Revoked");
  await look(page, `${who}-keys-revoked`, { script });
  const gone = await call(key, "/users");
  expect(gone.status).toBe(401);
  expect(gone.headers.get("www-authenticate")).toContain("Bearer");
});
