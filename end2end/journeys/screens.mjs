// Every screen of every role: axe finds nothing, nothing is wider than the window, in light and dark.
// With LECTERN_SHOTS=/a/folder it also takes a picture of each.
import { addWebhook, createUser, grant } from "../lib/admin.mjs";
import { giveList, openBulk, untilSent } from "../lib/bulk.mjs";
import { ADMIN, CAST, KAI, PASSWORD, setUp, signedIn } from "../lib/doors.mjs";
import { accept, launch } from "../lib/learner.mjs";
import { atCourse, invitationLink, openCourse } from "../lib/manager.mjs";
import { expect, menuOf, row, test } from "../lib/people.mjs";
import { acceptAndPurchase, choose, setPrice } from "../lib/purchases.mjs";
import { look, lookAround } from "../lib/screens.mjs";
import { together } from "../lib/together.mjs";

const NEW = { name: "Nils Nordmann", email: "nils@northwind.example", password: PASSWORD };

const { portal, box } = together({ mail: true, timeout: 1_200_000 });

test("before the set-up, and its forms @plain", async ({ visitor, script }) => {
  const page = await visitor();
  await page.goto(portal.url);
  await look(page, "public-before", { script });
  await page.goto(portal.setupLink);
  await look(page, "public", { script });
  await setUp(page, portal, { demo: true });
  await grant(page, portal, 1200, "Order 2026-17");
  await setPrice(page, portal);
  await choose(page, portal, 120, script);
  await acceptAndPurchase(page);
  await createUser(page, portal, NEW, ["Admin", "Manager", "Learner"]);
  await addWebhook(page, portal, "https://hooks.northwind.invalid/lectern");
});

test("screens of strangers @plain", async ({ visitor, script }) => {
  const page = await visitor();
  await lookAround(page, "public", [`${portal.url}/sign-in`, `${portal.url}/api`], { script });
  const invitation = await invitationLink(box, KAI.email);
  await lookAround(page, "public", [invitation], { script });
  for (const [name, address] of [["claim", `${invitation}/claim`], ["not-me", `${invitation}/not-me`], ["reminders", `${invitation}/reminders`]]) {
    await page.goto(address);
    await look(page, `public-${name}`, { script });
  }
  await page.goto(await box.linkTo(NEW.email, "/password/"));
  await look(page, "public", { script });

  const learner = await visitor();
  await accept(learner, portal, invitation, KAI);
  for (const [name, path] of [["accepted", invitation], ["stale", `${portal.url}/password/nothing-here`], ["missing", `${portal.url}/nothing`]]) {
    const answer = await page.goto(path);
    expect(answer.status()).toBeGreaterThanOrEqual(400);
    await look(page, `public-${name}`, { script });
  }
});

test("screens of the learner @plain", async ({ visitor, script }) => {
  const page = await signedIn(visitor, portal, CAST.lena);
  await look(page, "learner-empty", { script });
  const known = await signedIn(visitor, portal, KAI);
  if (script) {
    const player = await launch(known, portal, "Forklift Basics");
    await player.find("next").click();
    await look(known, "learner", { script });
    await known.goto(known.url());
    await look(known, "learner-opened", { script });
  }
  await lookAround(known, "learner", [`${portal.url}/learner/courses`], { script });
});

test("screens of the manager @plain", async ({ visitor, script }) => {
  const omar = await signedIn(visitor, portal, CAST.omar);
  await omar.goto(await invitationLink(box, "ruth@contoso.example"));
  await look(omar, "public-other", { script });
  await omar.getByRole("link", { name: "Ask to accept" }).click();
  await look(omar, "public-claim-known", { script });
  await omar.getByRole("button", { name: "Ask Mara Lind" }).click();
  const page = await atCourse(visitor, portal, CAST.mara, "Kitchen Hygiene");
  await look(page, "manager-empty", { script });
  await openCourse(page, portal, "Forklift Basics");
  await openBulk(page);
  await giveList(page, { pasted: `bulk-1@contoso.example, bulk-2@contoso.example, nobody, ${CAST.lena.email}` });
  await look(page, "manager-preview", { script });
  await page.getByRole("button", { name: "Send 3 invitations" }).click();
  await untilSent(page);
  await look(page, "manager-sent", { script });
  await openCourse(page, portal, "Forklift Basics");
  await openBulk(page);
  await giveList(page, { pasted: Array.from({ length: 30 }, (_, n) => `short-${n}@contoso.example`).join("\n") });
  await look(page, "manager-short", { script });
  const kinds = await lookAround(page, "manager", [page.url(), `${portal.url}/manager/courses`], { script });
  expect([...kinds]).toEqual(expect.arrayContaining(["/manager/courses/:id", "/manager/courses/:id/learners", "/manager/refusals", "/manager/how-credits-work", "/manager/accounts/:id", "/manager/invitations/:id/cancel", "/manager/courses/:id/bulk", "/manager/batches/:id", "/manager/batches/:id/cancel"]));
  await openCourse(page, portal, "Forklift Basics");
  await menuOf(page, "ruth@contoso.example");
  await look(page, "manager-menu", { script });
});

test("screens of the admin @plain", async ({ visitor, script }) => {
  const page = await signedIn(visitor, portal, ADMIN);
  await page.goto(`${portal.url}/admin/users?q=${KAI.email}`); // somebody with a registration
  const profile = await row(page, KAI.name).getByRole("link", { name: KAI.name }).getAttribute("href");
  const kinds = await lookAround(page, "admin", [portal.url + profile, `${portal.url}/admin`], { script });
  expect([...kinds]).toEqual(
    expect.arrayContaining([
      "/admin/credits/grant",
      "/admin/credits/deallocate/:id",
      "/admin/accounts/:id",
      "/admin/accounts/:id/adjust",
      "/admin/audit",
      "/admin/refusals",
      "/admin/outbox",
      "/admin/outbox/:id",
      "/admin/api-keys",
      "/admin/api-keys/new",
      "/admin/plans",
      "/admin/plans/new",
      "/admin/settings",
      "/admin/proof",
      "/admin/users",
      "/admin/users/new",
      "/admin/users/enroll-new",
      "/admin/users/:id",
      "/admin/users/:id/edit",
      "/admin/users/:id/enroll",
      "/admin/users/:id/suspend",
      "/admin/users/:id/delete",
      "/admin/registrations/:id/withdraw",
      "/admin/purchases",
      "/admin/purchases/new",
      "/admin/purchases/price",
      "/admin/purchases/:id",
      "/admin/purchases/:id/invoice",
      "/admin/purchases/:id/paid",
      "/admin/purchases/:id/cancel",
      "/admin/courses",
      "/admin/courses/new",
      "/admin/courses/:id",
      "/admin/courses/:id/archive",
      "/admin/courses/:id/thresholds",
      "/admin/courses/:id/managers",
      "/admin/courses/:id/managers/:id/assign",
      "/admin/courses/:id/managers/:id/take-back",
      "/admin/courses/:id/managers/:id/remove",
      "/admin/courses/:id/learners",
      "/admin/courses/:id/invitations",
      "/admin/invitations/:id/cancel",
      "/admin/webhooks",
      "/admin/webhooks/new",
      "/admin/webhooks/:id",
      "/admin/webhooks/:id/edit",
      "/admin/webhooks/:id/rotate",
      "/admin/webhooks/:id/delete",
      "/admin/deliveries/:id",
      "/account",
    ]),
  );
  for (const path of ["/admin/courses?q=zzz", "/admin/users?q=zzz", "/admin/outbox?q=zzz"]) {
    await page.goto(portal.url + path);
    await look(page, "admin", { script });
  }
});

test("refused forms @plain", async ({ visitor, script }) => {
  const page = await signedIn(visitor, portal, ADMIN);
  await page.goto(`${portal.url}/admin/users/new`);
  await page.getByRole("button", { name: "Create user" }).click();
  await expect(page.locator(".problem")).not.toBeEmpty();
  await look(page, "admin-refused-user", { script });
  await page.goto(`${portal.url}/admin`);
  await page.getByRole("button", { name: "Allocate" }).first().click();
  await expect(page.locator(".problem")).not.toBeEmpty();
  await look(page, "admin-refused-allocate", { script });
  await page.goto(`${portal.url}/admin`);
  await page.locator(".stats a").first().click();
  await page.getByRole("link", { name: "Adjust" }).click();
  await page.getByLabel("Credits to add").fill("−1");
  await page.getByLabel("Note").fill("Once too often");
  await page.getByRole("button", { name: "Show what moves" }).click();
  await expect(page.locator(".consequences")).toContainText("1 credit goes outside");
  await look(page, "admin-asked-adjust", { script });
});
