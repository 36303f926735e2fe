// Courses made elsewhere, as a learner meets them: what the README beside the packages expects of each.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { lenaTakes, sayYes, taken } from "../lib/courses.mjs";
import { setUp } from "../lib/doors.mjs";
import { answerGolf, entry, launch, leave } from "../lib/learner.mjs";
import { expect, test } from "../lib/people.mjs";
import { together } from "../lib/together.mjs";
import { packages } from "../lib/zip.mjs";

const { portal } = together();

/** Uploads one of the packages, where it is at hand, for Lena; `asked` is what its pages ask or tell her. */
async function given(visitor, name, standard) {
  const file = join(packages, name);
  test.skip(!existsSync(file), `${file} is absent`);
  const { course, admin, page } = await lenaTakes(visitor, portal, file, standard);
  return { course, admin, page, title: course.title, asked: sayYes(page) };
}

/** What can be opened from the table of contents, in its order. */
const stops = (player) => player.frame.locator(".contents button");
const isHere = (player, at) => expect(stops(player).nth(at)).toHaveAttribute("aria-current", "true");
const onward = (player) => player.frame.getByRole("button", { name: "Next", exact: true });
/** The golf courses turn their own pages: a button of the course's, pages in a frame of the course's. */
const turn = (player) => player.course.getByRole("button", { name: "Next" }).click();
const leaf = (player) => player.course.frameLocator("#contentFrame");

test("the portal is set up", async ({ visitor }) => {
  await setUp(await visitor(), portal, { demo: true });
});

/** By section, the headings of the pages; a quiz with questions of its own follows each. */
const SECTIONS = {
  playing: ["Play of the game", "Par", "Scoring", "Other Scoring Systems", "The Rules of Golf"],
  etiquette: ["Etiquette - Care For the Course", "Etiquette - Avoiding Distraction", "Etiquette - Playing the Game"],
  handicap: ["Handicapping", "Calculating a Handicap", "Calculating a Score", "Handicaping Example"],
  fun: ["How to Have Fun Golfing", "How to Make Friends on the Golf Course"],
};

test("one file per SCO: a table of contents, and every one launches", async ({ visitor }) => {
  const { page, title, asked } = await given(visitor, "OneFilePerSCO_SCORM12.zip", "SCORM 1.2");
  const player = await launch(page, portal, title);
  await expect(player.frame.locator(".contents .folder")).toHaveText(["Playing the Game", "Etiquette", "Handicapping", "Having Fun"]);
  const quiz = (section) => ({ heading: "Knowledge Check", section });
  const all = Object.entries(SECTIONS).flatMap(([section, pages]) => [...pages.map((heading) => ({ heading })), quiz(section)]);
  await expect(stops(player)).toHaveCount(all.length);
  for (const [at, { heading, section }] of all.entries()) {
    if (at > 0) await onward(player).click();
    await isHere(player, at);
    await expect(player.course.locator("h1")).toHaveText(heading);
    const first = player.course.locator(".question").first();
    if (section) await expect(first).toHaveAttribute("id", `question_com.scorm.golfsamples.interactions.${section}_1`);
  }
  await expect(onward(player)).toBeDisabled();
  await expect(player.frame.locator(".contents [data-state=completed]")).toHaveCount(all.length);
  await stops(player).nth(3).click();
  await isHere(player, 3);
  await expect(player.course.locator("h1")).toHaveText("Other Scoring Systems");
  await leave(page, portal, player);
  await expect(entry(page, title)).toContainText("Completed");
  expect(asked).toEqual([]);
});

test("forced sequential: items open in their order only", async ({ visitor }) => {
  const { page, title, asked } = await given(visitor, "SequencingForcedSequential_SCORM20043rd.zip", "SCORM 2004");
  const player = await launch(page, portal, title);
  await expect(player.frame.locator(".contents .name")).toHaveText(["Playing the Game", "Etiquette", "Handicapping", "Having Fun", "Quiz"]);
  const areOpen = async (count) => {
    await expect(player.frame.locator(".contents button:enabled")).toHaveCount(count);
    await expect(player.frame.locator(".contents [data-state=not-open-yet]")).toHaveCount(5 - count);
  };
  const lessons = [["Play of the game", 5], ["Etiquette - Care For the Course", 3], ["Handicapping", 4], ["How to Have Fun Golfing", 2]];
  for (const [at, [heading, pages]] of lessons.entries()) {
    await isHere(player, at);
    await expect(leaf(player).locator("h1")).toHaveText(heading);
    await areOpen(at + 1);
    await expect(onward(player)).toBeDisabled();
    for (let read = 1; read < pages; read += 1) await turn(player);
    await areOpen(at + 2);
    await onward(player).click();
  }
  await isHere(player, 4);
  await expect(leaf(player).getByRole("button", { name: "Submit Answers" })).toBeVisible();
  await answerGolf(leaf(player));
  await expect(leaf(player).getByRole("heading", { name: "Score: 100" })).toBeVisible();
  await leave(page, portal, player);
  await expect(entry(page, title)).toContainText("Passed");
  expect(asked).toEqual([]);
});

test("run-time calls of SCORM 2004: resumed, scored, left by the course's own exit", async ({ visitor }) => {
  const { page, title, asked } = await given(visitor, "RuntimeBasicCalls_SCORM20043rdEdition.zip", "SCORM 2004");
  const tab = await page.context().newPage();
  let player = await launch(tab, portal, title);
  await expect(leaf(player).locator("h1")).toHaveText("Play of the game");
  const kept = taken(tab, '"cmi.location":"2"');
  await turn(player);
  await turn(player);
  await expect(leaf(player).locator("h1")).toHaveText("Scoring");
  await kept;
  await tab.close();

  player = await launch(page, portal, title, "Resume");
  await expect(leaf(player).locator("h1")).toHaveText("Scoring");
  expect(asked).toEqual(["Would you like to resume from where you previously left off?"]);
  for (let at = 2; at < 14; at += 1) await turn(player);
  await expect(leaf(player).getByRole("button", { name: "Submit Answers" })).toBeVisible();
  await answerGolf(leaf(player));
  await expect(leaf(player).getByRole("heading", { name: "Score: 100" })).toBeVisible();
  await player.course.getByRole("button", { name: "Exit" }).click();
  await expect(page).toHaveURL(`${portal.url}/learner/courses`);
  await expect(entry(page, title)).toContainText("Passed");
  await expect(entry(page, title)).toContainText("Score 100 %");
  expect(asked).toHaveLength(1);
});

test("complexscorm: nested, hidden and waiting items launch, and its junk is ignored", async ({ visitor }) => {
  const { course, admin, page, title, asked } = await given(visitor, "complexscorm.zip", "SCORM 1.2");
  await admin.goto(course.url);
  await expect(admin.locator(".facts div").filter({ hasText: "Files" }).locator("dd")).toHaveText("50"); // of 82
  await expect(admin.getByRole("listitem").filter({ hasText: "SCO not visible" })).toContainText("not in the table of contents");

  const player = await launch(page, portal, title);
  await expect(player.frame.locator(".contents .name")).toHaveText([
    "The first content (one SCO)", "The second content (one SCO too)", "Third content (this is an asset)", "SCO with subscoes",
    "Sub-SCO", "Sub-Sub-SCO", "SCO with prerequisite (first and secon SCO)",
  ]);
  const works = async (at) => {
    await isHere(player, at);
    await expect(player.course.locator("#elementstable")).toContainText("Holt, Lena");
  };
  const complete = async (at) => {
    await works(at);
    await player.course.locator('a[href="#common-operations"]').click();
    await player.course.locator("#set-lesson-status-button").click();
    await player.course.locator("#set-lesson-status-menu").getByText("completed", { exact: true }).click();
    await expect(stops(player).nth(at)).toHaveAttribute("data-state", "completed");
  };
  await complete(0);
  await expect(stops(player).nth(6)).toBeDisabled();
  await expect(stops(player).nth(6)).toContainText("Not open yet");
  await stops(player).nth(1).click();
  await complete(1);
  // The third asks for the run-time API, which an asset has none of: its makers show their own alarm there.
  for (const at of [6, 5, 4, 3]) {
    await stops(player).nth(at).click();
    await works(at);
  }
  await leave(page, portal, player);
  await expect(entry(page, title)).toContainText("In progress");
  expect(asked).toEqual([]);
});
