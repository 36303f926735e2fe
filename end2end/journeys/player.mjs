// The player: two windows on one course, a lost connection, a page that is loaded again.
import { enroll } from "../lib/admin.mjs";
import { ADMIN, CAST, setUp, signedIn } from "../lib/doors.mjs";
import { entry, launch, leave, untilSaved } from "../lib/learner.mjs";
import { expect, row, test, told } from "../lib/people.mjs";
import { together } from "../lib/together.mjs";

const COURSE = "Forklift Basics";
const OTHER = "Kitchen Hygiene";

const { portal } = together();

test("an admin enrolls a learner", async ({ visitor }) => {
  const page = await visitor();
  await setUp(page, portal, { demo: true });
  await page.goto(`${portal.url}/admin/users`);
  await row(page, CAST.lena.name).getByRole("link").first().click();
  for (const course of [COURSE, OTHER]) {
    await enroll(page, course);
    await told(page, "Enrolled");
  }
});

/** A course in its player as a page by itself: inside of another site's page this browser lends courses no storage. */
async function alone(page, title) {
  let url;
  const keep = (route) => {
    url = route.request().url();
    return route.fulfill({ contentType: "text/html", body: "<!doctype html><title>Elsewhere</title>" });
  };
  await page.route(/\/p\/[^/]+\/$/, keep, { times: 1 });
  await page.goto(`${portal.url}/learner/courses`);
  await entry(page, title).getByRole("button", { name: "Launch" }).click();
  await expect.poll(() => url).toBeTruthy();
  await page.goto(url);
  const course = page.frameLocator(".pane iframe");
  await expect(course.locator('[data-test="page-1"]')).toBeVisible();
  await untilSaved({ saving: page.locator(".saving") });
  return course.locator("body");
}

test("what one course leaves in the browser, the next does not find", async ({ visitor }) => {
  const page = await signedIn(visitor, portal, CAST.lena);
  const first = await alone(page, COURSE);
  const left = await first.evaluate(async () => {
    document.cookie = "left=behind; Path=/";
    localStorage.setItem("left", "behind");
    sessionStorage.setItem("left", "behind");
    const opening = indexedDB.open("left");
    await new Promise((resolve) => (opening.onsuccess = resolve));
    opening.result.close();
    return document.cookie;
  });
  expect(left, "the browser kept the cookie").toContain("left=behind");
  const second = await alone(page, OTHER);
  const found = await second.evaluate(async () => ({
    cookie: document.cookie.includes("left"),
    local: localStorage.getItem("left"),
    session: sessionStorage.getItem("left"),
    databases: (await indexedDB.databases()).length,
  }));
  expect(found).toEqual({ cookie: false, local: null, session: null, databases: 0 });
});

test("a second window holds the first, which can take over", async ({ visitor }) => {
  const page = await signedIn(visitor, portal, CAST.lena);
  const first = await launch(page, portal, COURSE, "Resume");
  await first.find("go-2").click();
  await untilSaved(first);

  const other = await page.context().newPage();
  const second = await launch(other, portal, COURSE, "Resume");
  await expect(second.find("page-2")).toBeVisible();
  await second.find("go-3").click();
  await untilSaved(second);

  await first.find("go-4").click();
  await expect(first.frame.getByRole("heading", { name: "This course was opened elsewhere" })).toBeVisible();
  await first.frame.getByRole("button", { name: "Take over" }).click();
  const newer = first.frame.getByRole("heading", { name: "The other window has saved newer work" });
  await expect(newer).toBeVisible();
  await expect(first.frame.getByRole("link", { name: "Back to the portal" })).toBeVisible();
  await first.frame.getByRole("button", { name: "Replace it" }).click();
  await expect(newer).toBeHidden();
  await first.find("go-5").click();
  await untilSaved(first);

  await second.find("go-1").click();
  await expect(second.frame.getByRole("heading", { name: "This course was opened elsewhere" })).toBeVisible();
  await other.close();
  await leave(page, portal, first);
  const again = await launch(page, portal, COURSE, "Resume");
  await expect(again.find("page-5")).toBeVisible();
});

test("a page loaded again offers to resume", async ({ visitor }) => {
  const page = await signedIn(visitor, portal, CAST.lena);
  const player = await launch(page, portal, COURSE, "Resume");
  await expect(player.find("page-5")).toBeVisible();
  const url = page.url();
  await page.goto(`${portal.url}/learner/courses`);
  const answer = await page.goto(url);
  expect(answer.status()).toBe(410);
  await page.getByRole("button", { name: "Resume" }).click();
  await page.waitForURL((at) => at.href !== url);
  await expect(player.find("page-5")).toBeVisible();
});

test("Saved is said only of what the server has", async ({ visitor }) => {
  const page = await signedIn(visitor, portal, CAST.lena);
  const player = await launch(page, portal, COURSE, "Resume");
  await expect(player.find("page-5")).toBeVisible();
  await untilSaved(player);
  let letGo;
  const held = new Promise((resolve) => (letGo = resolve));
  const arrived = page.waitForRequest("**/~lectern/commit");
  await page.route("**/~lectern/commit", async (route) => {
    await held;
    await route.continue();
  });
  const said = await player.find("page-5").evaluate(() => {
    const { API, document } = window.parent;
    const taken = API.LMSSetValue("cmi.comments", "One more word");
    return [taken, document.querySelector(".saving").textContent];
  });
  expect(said, "as soon as it is set, a second before it is sent").toEqual(["true", "Saving…"]);
  await arrived;
  await expect(player.saving, "sent, and not yet acknowledged").toHaveText("Saving…");
  letGo();
  await untilSaved(player);
  await expect(player.frame.locator(".bar").getByRole("status"), "nothing of it is announced").toHaveText("");
  await page.unroute("**/~lectern/commit");
  await leave(page, portal, player);
});

test("a lost connection is said, and nothing is lost", async ({ visitor }) => {
  const page = await signedIn(visitor, portal, CAST.lena);
  const player = await launch(page, portal, COURSE, "Resume");
  await expect(player.find("page-5")).toBeVisible();
  await page.route("**/~lectern/commit", (route) => route.fulfill({ status: 503, body: "" }));
  await player.find("go-2").click();
  await expect(player.saving).toHaveText("Not saved yet — retrying");
  const announced = player.frame.locator(".bar").getByRole("status");
  await expect(announced).toHaveText("Not saved yet — retrying");
  await page.unroute("**/~lectern/commit");
  await untilSaved(player);
  await expect(announced, "and that it is over").toHaveText("Saved");
  await page.goto(`${portal.url}/learner/courses`);
  const again = await launch(page, portal, COURSE, "Resume");
  await expect(again.find("page-2")).toBeVisible();
});

test("what the portal will not take is said, and keeps nothing else waiting", async ({ visitor }) => {
  const page = await signedIn(visitor, portal, CAST.lena);
  const player = await launch(page, portal, COURSE, "Resume");
  await expect(player.find("page-2")).toBeVisible();
  await page.route("**/~lectern/commit", (route) => route.fulfill({ status: 413, body: "" }));
  await player.find("go-3").click();
  await expect(player.saving).toHaveText("Not saved: the portal cannot take what the course sent");
  await player.frame.getByRole("link", { name: "Exit" }).click();
  await expect(player.frame.getByRole("heading", { name: "Not everything is saved" })).toBeVisible();
  await player.frame.getByRole("button", { name: "Exit" }).click();
  await expect(page).toHaveURL(`${portal.url}/learner/courses`);
  await page.unroute("**/~lectern/commit");
  const again = await launch(page, portal, COURSE, "Resume");
  await expect(again.find("page-2")).toBeVisible();
});

test("a withdrawn learner cannot go on, and the credit stays consumed after the launch", async ({ visitor }) => {
  const learner = await signedIn(visitor, portal, CAST.lena);
  const player = await launch(learner, portal, COURSE, "Resume");
  await expect(player.find("page-2")).toBeVisible();
  const admin = await signedIn(visitor, portal, ADMIN);
  await admin.goto(`${portal.url}/admin/users`);
  await row(admin, CAST.lena.name).getByRole("link").first().click();
  await row(admin, COURSE).locator("summary").click();
  await admin.getByRole("link", { name: "Withdraw" }).click();
  await admin.getByRole("button", { name: `Withdraw from ${COURSE}` }).click();
  await told(admin, "no credit came back");
  await player.find("go-3").click();
  await expect(player.frame.getByRole("heading", { name: "This session has ended" })).toBeVisible();
  await learner.goto(`${portal.url}/learner/courses`);
  await expect(entry(learner, COURSE)).toHaveCount(0);
});
