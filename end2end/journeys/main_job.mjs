// What the portal is for: an invited learner completes a real course, and every credit is accounted for.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { addManager, allocate, assign, createUser, grant, publish } from "../lib/admin.mjs";
import { ADMIN, choosePassword, PASSWORD, setUp, signedIn, signIn } from "../lib/doors.mjs";
import { accept, answerGolf, answerQuiz, entry, launch, leave, RIGHT, untilSaved } from "../lib/learner.mjs";
import { atCourse, invitationLink, invite, openCourse } from "../lib/manager.mjs";
import { expect, figure, numberIn, row, statistic, test, told } from "../lib/people.mjs";
import { together } from "../lib/together.mjs";
import { demoCourse, packages } from "../lib/zip.mjs";

const golf = join(packages, "singlescobasic.zip");

const MARA = { name: "Mara Lind", email: "mara@example.org", password: PASSWORD };
const LENA = { name: "Lena Holt", email: "lena@example.com", password: PASSWORD };
const OMAR = { name: "Omar Sato", email: "omar@example.com", password: PASSWORD };

const { portal, box } = together({ mail: true, timeout: 180_000 });
let forklift, kitchen;

test("an admin prepares: courses, a manager, credits @plain", async ({ visitor, script }) => {
  const page = await visitor();
  await setUp(page, portal);

  await test.step("courses are uploaded, looked over and published", async () => {
    forklift = await publish(page, portal, await demoCourse("forklift-basics"), { script, standard: "SCORM 1.2" });
    kitchen = await publish(page, portal, await demoCourse("kitchen-hygiene"), { script, standard: "SCORM 2004" });
    expect([forklift.title, kitchen.title]).toEqual(["Forklift Basics", "Kitchen Hygiene"]);
  });

  await test.step("a manager is created and registered", async () => {
    await createUser(page, portal, MARA, ["Manager"]);
    await addManager(page, forklift, MARA);
    await addManager(page, kitchen, MARA);
  });

  await test.step("credits go to the pool, to courses, to the manager", async () => {
    await grant(page, portal, 50, "Order 2026-17");
    await allocate(page, portal, forklift, 10);
    await allocate(page, portal, kitchen, 5);
    await assign(page, forklift, MARA, 4);
    await assign(page, kitchen, MARA, 2);
  });

  await test.step("the dashboard accounts for all of them", async () => {
    await page.goto(`${portal.url}/admin`);
    expect(await statistic(page, "In the pool")).toBe(35);
    expect(await statistic(page, "Held")).toBe(0);
    expect(await statistic(page, "Consumed")).toBe(0);
    const line = row(page, forklift.title);
    expect(await figure(line, "Available")).toBe(6);
    expect(await figure(line, "With managers")).toBe(4);
  });
});

test("the manager chooses a password and invites two people @plain", async ({ visitor, script }) => {
  const page = await visitor();
  await choosePassword(page, box, MARA);
  await signIn(page, portal, MARA);
  await expect(page).toHaveURL(`${portal.url}/manager/courses`);
  await expect(page.locator(".entry").filter({ hasText: forklift.title }).locator(".credits")).toContainText("4");

  for (const course of [forklift, kitchen]) {
    await openCourse(page, portal, course.title);
    const addresses = course === forklift ? [LENA.email, OMAR.email] : [LENA.email];
    await invite(page, addresses, { script, message: "Before your first shift, please.\nMara" });
    for (const address of addresses) await expect(row(page, address)).toContainText("Pending");
  }
  await page.goto(`${portal.url}/manager/courses`);
  const listed = page.locator(".entry").filter({ hasText: forklift.title });
  await expect(listed.locator(".credits")).toContainText("2");
  await expect(listed).toContainText("2 credits held");
});

test("the letter arrives, in plain text and HTML @plain", async () => {
  const letter = await box.letterTo(LENA.email, forklift.title);
  expect(letter.subject).toBe("Mara Lind invites you to “Forklift Basics”");
  expect(letter.headers["content-type"]).toContain("multipart/alternative");
  expect(letter.headers["message-id"]).toMatch(/^<.+@.+>$/);
  const link = await invitationLink(box, LENA.email, forklift.title);
  expect(link.startsWith(`${portal.url}/invitation/`)).toBe(true);
  expect(letter.text).toContain("Before your first shift, please.");
  expect(letter.html).toContain("Before your first shift, please.");
  expect(letter.html).toContain(`href="${link}"`);
  expect(letter.html).not.toMatch(/<(img|script|link)\b/i);
});

test("the invited person opens the link twice, accepts and lands on My courses @plain", async ({ visitor }) => {
  const page = await visitor();
  const link = await invitationLink(box, LENA.email, forklift.title);
  for (const _ of [1, 2]) {
    const answer = await page.goto(link);
    expect(answer.status()).toBe(200);
    await expect(page.locator("main")).toContainText("Mara Lind invites lena@example.com to a course.");
    await expect(page.locator(".offer-name")).toHaveText(forklift.title);
    await expect(page.locator("blockquote")).toContainText("Before your first shift");
  }
  const manager = await atCourse(visitor, portal, MARA, forklift.title);
  await expect(row(manager, LENA.email)).toContainText("Pending");

  await accept(page, portal, link, LENA);
  await told(page, "You are enrolled");
  await expect(entry(page, forklift.title)).toContainText("Not started");
  await manager.reload();
  await expect(row(manager, LENA.email)).toContainText("Accepted");

  await test.step("the used link says so and shows nobody's name", async () => {
    const stranger = await visitor();
    const answer = await stranger.goto(link);
    expect(answer.status()).toBe(410);
    await expect(stranger.getByRole("heading", { level: 1 })).toHaveText("Accepted invitation");
    const text = await stranger.locator("main").innerText();
    expect(text).not.toContain("Lena");
    expect(text).not.toContain(forklift.title);
  });

  await test.step("the second course is accepted with the password", async () => {
    const again = await visitor();
    await again.goto(await invitationLink(box, LENA.email, kitchen.title));
    await again.getByLabel("Password", { exact: true }).fill(LENA.password);
    await again.getByRole("button", { name: "Sign in and accept" }).click();
    await expect(again).toHaveURL(`${portal.url}/learner/courses`);
    await expect(entry(again, kitchen.title)).toContainText("Not started");
    await expect(entry(again, forklift.title)).toBeVisible();
  });
});

test("the learner works, closes the tab, goes on there, and passes: SCORM 1.2", async ({ visitor }) => {
  const page = await signedIn(visitor, portal, LENA);

  const tab = await page.context().newPage();
  let player = await launch(tab, portal, forklift.title);
  await expect(player.find("learner")).toContainText("Holt, Lena");
  await player.find("next").click();
  await player.find("next").click();
  await expect(player.find("page-3")).toBeVisible();
  await player.find("go-6").click();
  await player.find("answer-1-b").check();
  await player.find("go-4").click();
  await untilSaved(player);
  await tab.close();

  await page.reload();
  await expect(entry(page, forklift.title)).toContainText("In progress");
  player = await launch(page, portal, forklift.title, "Resume");
  await expect(player.find("page-4")).toBeVisible();
  await player.find("go-6").click();
  await expect(player.find("answer-1-b")).toBeChecked();
  await answerQuiz(player, "b" + "aaaa");
  await expect(player.find("result")).toHaveAttribute("data-outcome", "failed");
  await player.find("retry-quiz").click();
  await answerQuiz(player, RIGHT.forklift);
  await expect(player.find("result")).toHaveAttribute("data-score", "100");
  await leave(page, portal, player);

  await expect(entry(page, forklift.title)).toContainText("Passed");
  await expect(entry(page, forklift.title)).toContainText("100 %");
  await expect(entry(page, forklift.title)).toContainText(/Time \d+ (s|min)/);
});

test("the learner works, closes the tab, goes on there, and passes: SCORM 2004", async ({ visitor }) => {
  const page = await signedIn(visitor, portal, LENA);

  const tab = await page.context().newPage();
  let player = await launch(tab, portal, kitchen.title);
  await expect(player.frame.getByRole("button", { name: "Lesson" })).toBeVisible();
  await player.find("go-2").click();
  await player.find("go-3").click();
  await untilSaved(player);
  await tab.close();

  player = await launch(page, portal, kitchen.title, "Resume");
  await expect(player.find("page-3")).toBeVisible();
  await player.find("go-1").click();
  await player.find("go-4").click();
  await player.find("continue-to-quiz").click();
  await expect(player.find("page-quiz")).toBeVisible();
  await player.find("answer-1-c").check();
  await untilSaved(player);
  await page.goto(`${portal.url}/learner/courses`);

  player = await launch(page, portal, kitchen.title, "Resume");
  await expect(player.find("page-quiz")).toBeVisible();
  await expect(player.find("answer-1-c")).toBeChecked();
  await answerQuiz(player, RIGHT.kitchen);
  await expect(player.find("result")).toHaveAttribute("data-outcome", "passed");
  await untilSaved(player);
  await leave(page, portal, player);

  await expect(entry(page, kitchen.title)).toContainText("Passed");
  await expect(entry(page, kitchen.title)).toContainText("100 %");
});

test("golf, a package made elsewhere: invited by letter, resumed, passed", async ({ visitor }) => {
  test.skip(!existsSync(golf), `${golf} is absent`);
  const admin = await signedIn(visitor, portal, ADMIN);
  const course = await publish(admin, portal, golf, { standard: "SCORM 1.2" });
  const page = await visitor();

  await test.step("the manager has one credit for it, and the letter brings the learner", async () => {
    await addManager(admin, course, MARA);
    await allocate(admin, portal, course, 1);
    await assign(admin, course, MARA, 1);
    await invite(await atCourse(visitor, portal, MARA, course.title), [LENA.email]);
    await page.goto(await invitationLink(box, LENA.email, course.title));
    await page.getByLabel("Password", { exact: true }).fill(LENA.password);
    await page.getByRole("button", { name: "Sign in and accept" }).click();
    await expect(entry(page, course.title)).toContainText("Not started");
  });

  const asked = [];
  page.context().on("dialog", (dialog) => {
    asked.push(dialog.message());
    dialog.accept();
  });
  const tab = await page.context().newPage();
  let player = await launch(tab, portal, course.title);
  const inner = () => player.course.frameLocator("#contentFrame");
  const next = () => player.course.getByRole("button", { name: "Next" }).click();
  await expect(inner().locator("h1")).toHaveText("Play of the game");
  for (const title of ["Par", "Scoring"]) {
    await next();
    await expect(inner().locator("h1")).toHaveText(title);
  }
  await untilSaved(player);
  await tab.close();

  player = await launch(page, portal, course.title, "Resume");
  await expect(inner().locator("h1")).toHaveText("Scoring");
  expect(asked.join()).toContain("resume from where you previously left off");
  for (let at = 2; at < 15; at += 1) await next();
  await expect(inner().locator("h1")).toHaveText("Knowledge Check");
  await answerGolf(inner());
  await expect(inner().getByRole("heading", { name: "Score: 100" })).toBeVisible();
  await leave(page, portal, player);
  await expect(entry(page, course.title)).toContainText("Passed");
  await expect(entry(page, course.title)).toContainText("100 %");
});

test("the manager sees the progress, and every credit is accounted for", async ({ visitor }) => {
  const manager = await atCourse(visitor, portal, MARA, forklift.title);
  await manager.getByRole("link", { name: "Learners" }).click();
  await expect(row(manager, LENA.name)).toContainText("Passed");
  await expect(row(manager, LENA.name)).toContainText("100 %");
  await expect(row(manager, OMAR.name)).toHaveCount(0);

  await test.step("the manager's own statement", async () => {
    await manager.getByRole("link", { name: "Course credits" }).click();
    expect(await statistic(manager, "Remaining")).toBe(2);
    expect(await statistic(manager, "Held")).toBe(1);
    expect(await statistic(manager, "Learners")).toBe(1);
    await manager.getByRole("link", { name: "Remaining" }).click();
    expect(await balances(manager)).toEqual([0, 4, 3, 2, 2]);
  });

  await test.step("the admin's statements: course, pool, held, consumed", async () => {
    const admin = await signedIn(visitor, portal, ADMIN);
    const spent = existsSync(golf) ? 1 : 0;
    expect(await statistic(admin, "In the pool")).toBe(35 - spent);
    expect(await statistic(admin, "Held")).toBe(1);
    expect(await statistic(admin, "Consumed")).toBe(2 + spent);
    const line = row(admin, forklift.title);
    expect(await Promise.all(["Available", "With managers", "Held", "Consumed"].map((name) => figure(line, name)))).toEqual([6, 2, 1, 1]);
    const total = row(admin, "Total");
    expect(await Promise.all(["Available", "With managers", "Held", "Consumed"].map((name) => figure(total, name)))).toEqual([9, 3, 1, 2 + spent]);

    for (const [name, balance] of [["In the pool", 35 - spent], ["Held", 1], ["Consumed", 2 + spent]]) {
      await admin.goto(`${portal.url}/admin`);
      await admin.locator(".stats").getByRole("link", { name }).click();
      expect((await balances(admin)).at(-1)).toBe(balance);
      expect(numberIn(await admin.locator(".facts dd").first().innerText())).toBe(balance);
    }
    await admin.goto(`${portal.url}/admin`);
    await row(admin, forklift.title).locator("a.credits").click();
    expect(await balances(admin)).toEqual([0, 10, 6, 6]);
  });
});

/** The column of balances: brought forward, after each entry, closing. */
async function balances(page) {
  return (await page.locator(".statement td[data-label=Balance]").allInnerTexts()).map(numberIn);
}
