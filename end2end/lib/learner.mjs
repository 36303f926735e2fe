// What learners do: accept, launch, work in the player, come back.
import { awake, expect } from "./people.mjs";
import { fillPassword } from "./doors.mjs";

/** Accepts as somebody new and lands on My courses. */
export async function accept(page, portal, link, { name, password }) {
  await page.goto(link);
  await page.getByLabel("Your name").fill(name);
  await fillPassword(page, password);
  await page.getByRole("button", { name: "Accept" }).click();
  await expect(page).toHaveURL(`${portal.url}/learner/courses`);
}

/** The entry of a course on My courses. */
export const entry = (page, title) =>
  page.locator(".entry").filter({ has: page.getByRole("heading", { name: title }) });

/** Launches or resumes a course and answers its player. */
export async function launch(page, portal, title, word = "Launch") {
  await page.goto(`${portal.url}/learner/courses`);
  await entry(page, title).getByRole("button", { name: word }).click();
  await page.waitForURL(/\/learner\/launch\//);
  await awake(page);
  return player(page);
}

/** The player in the page, the course in the player, and what is found in it by `data-test`. */
export function player(page) {
  const frame = page.frameLocator(".player-frame");
  const course = frame.frameLocator(".pane iframe");
  return { frame, course, find: (name) => course.locator(`[data-test="${name}"]`), saving: frame.locator(".saving") };
}

/** Everything the course said so far has reached the server. */
export async function untilSaved({ saving }) {
  await expect(saving).toHaveText("Saved");
}

/** Leaves through the player's own Exit. */
export async function leave(page, portal, { frame }) {
  await frame.getByRole("link", { name: "Exit" }).click();
  await expect(page).toHaveURL(`${portal.url}/learner/courses`);
}

/** Answers the demo's quiz; `answers` is one letter per question. */
export async function answerQuiz({ find }, answers) {
  for (const [index, letter] of [...answers].entries()) await find(`answer-${index + 1}-${letter}`).check();
  await find("submit-quiz").click();
}

/** The right answers of the two demo quizzes. */
export const RIGHT = { forklift: "bcadb", kitchen: "cabca" };

/** Takes the demo's first course from its list to a full score, and comes back. */
export async function passForklift(page, portal) {
  const title = "Forklift Basics";
  const player = await launch(page, portal, title);
  await player.find("go-6").click();
  await answerQuiz(player, RIGHT.forklift);
  await expect(player.find("result")).toHaveAttribute("data-score", "100");
  await leave(page, portal, player);
  await expect(entry(page, title)).toContainText("Passed");
}

/** Answers the quiz of the golf package, which marks its right answers itself. */
export async function answerGolf(quiz) {
  for (const answer of await quiz.locator(".correctAnswer").all()) {
    const choice = answer.locator("input[type=radio]");
    if (await choice.count()) await choice.check();
    else await answer.locator("input[type=text]").fill((await answer.innerText()).match(/\((\d+)\)/)[1]);
  }
  await quiz.getByRole("button", { name: "Submit Answers" }).click();
}
