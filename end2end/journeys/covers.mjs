// What the player shows around a course and over it: axe finds nothing, nothing is wider than a phone.
import { enroll, openUser } from "../lib/admin.mjs";
import { axe } from "../lib/axe.mjs";
import { ADMIN, CAST, setUp, signedIn } from "../lib/doors.mjs";
import { launch } from "../lib/learner.mjs";
import { expect, test, told } from "../lib/people.mjs";
import { glance, look } from "../lib/screens.mjs";
import { together } from "../lib/together.mjs";

const FORKLIFT = "Forklift Basics";
const KITCHEN = "Kitchen Hygiene";
const COMMIT = "**/~lectern/commit";

const { portal } = together();

/** The message over the course, with its title. */
const cover = ({ frame }, title) => frame.locator(".cover").getByRole("heading", { name: title });

test("an admin enrolls a learner", async ({ visitor }) => {
  await setUp(await visitor(), portal, { demo: true });
  const page = await signedIn(visitor, portal, ADMIN);
  for (const course of [FORKLIFT, KITCHEN]) {
    await openUser(page, portal, CAST.lena);
    await enroll(page, course);
    await told(page, "Enrolled");
  }
});

test("the contents, beside the course and folded on a phone", async ({ visitor }) => {
  const page = await signedIn(visitor, portal, CAST.lena);
  const player = await launch(page, portal, KITCHEN);
  const contents = player.frame.getByRole("navigation", { name: "Contents" });
  await expect(contents.getByRole("button")).toHaveCount(2);
  await look(page, "player-contents");
  await expect(contents, "folded on a phone").toBeHidden();
  await player.frame.locator(".contents summary").click();
  await expect(contents).toBeVisible();
  await axe(page);

  await test.step("past the last item", async () => {
    await contents.getByRole("button", { name: "Quiz" }).click();
    await expect(contents, "folded again once an item is chosen").toBeHidden();
    await expect(player.find("quiz")).toBeVisible();
    await player.find("quiz").evaluate(() => {
      const api = window.parent.API_1484_11;
      api.SetValue("adl.nav.request", "continue");
      api.Terminate("");
    });
    await expect(cover(player, "You have reached the end")).toBeVisible();
    await look(page, "player-end");
  });
});

test("opened elsewhere", async ({ visitor }) => {
  const page = await signedIn(visitor, portal, CAST.lena);
  const first = await launch(page, portal, FORKLIFT);
  await expect(first.find("page-1")).toBeVisible();
  const other = await page.context().newPage();
  const second = await launch(other, portal, FORKLIFT, "Resume");
  await expect(second.find("page-1")).toBeVisible();
  await first.find("go-2").click();
  await expect(cover(first, "This course was opened elsewhere")).toBeVisible();
  await look(page, "player-elsewhere");
});

test("not saved yet, for as long as the server does not answer", async ({ visitor }) => {
  const page = await signedIn(visitor, portal, CAST.lena);
  const player = await launch(page, portal, FORKLIFT, "Resume");
  await expect(player.find("page-1")).toBeVisible();
  await page.route(COMMIT, (route) => route.fulfill({ status: 503, body: "" }));
  await player.find("go-2").click();
  await expect(player.saving).toHaveText("Not saved yet — retrying");
  await player.frame.getByRole("link", { name: "Exit" }).click();
  await expect(cover(player, "Not saved yet")).toBeVisible();
  await look(page, "player-not-saved-yet");
  await page.unroute(COMMIT);
  await player.frame.locator("body").evaluate(() => window.dispatchEvent(new Event("online")));
  await expect(page, "as soon as it is saved").toHaveURL(`${portal.url}/learner/courses`);
});

test("not saved for good", async ({ visitor }) => {
  const page = await signedIn(visitor, portal, CAST.lena);
  const player = await launch(page, portal, FORKLIFT, "Resume");
  await expect(player.find("page-2")).toBeVisible();
  await page.route(COMMIT, (route) => route.fulfill({ status: 413, body: "" }));
  await player.find("go-3").click();
  await expect(player.saving).toHaveText("Not saved: the portal cannot take what the course sent");
  await glance(page, "player-refused", { script: true });
  await player.frame.getByRole("link", { name: "Exit" }).click();
  await expect(cover(player, "Not everything is saved")).toBeVisible();
  await look(page, "player-not-saved");
});

test("the session has ended, and its page opens no more", async ({ visitor }) => {
  const page = await signedIn(visitor, portal, CAST.lena);
  const player = await launch(page, portal, FORKLIFT, "Resume");
  await expect(player.find("page-2")).toBeVisible();
  const address = await player.frame.locator("body").evaluate(() => window.location.href);
  await page.route(COMMIT, (route) => route.fulfill({ status: 410, body: "" }));
  await player.find("go-3").click();
  await expect(cover(player, "This session has ended")).toBeVisible();
  await look(page, "player-ended");

  const again = await page.context().newPage();
  const answer = await again.goto(address);
  expect(answer.status()).toBe(410);
  await expect(again.getByRole("heading", { level: 1 })).toHaveText("This launch was opened already");
  await look(again, "player-opened-already");
});
