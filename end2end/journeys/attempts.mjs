// Attempts: an admin says how often a course may be run; a learner fails, starts over, passes, and none is left.
import { enroll, openCourseAsAdmin, openUser, standing } from "../lib/admin.mjs";
import { ADMIN, CAST, setUp, signedIn } from "../lib/doors.mjs";
import { answerQuiz, entry, launch, leave, RIGHT } from "../lib/learner.mjs";
import { expect, refused, row, test, told } from "../lib/people.mjs";
import { together } from "../lib/together.mjs";

const FORKLIFT = "Forklift Basics";
/** One letter per question, none of them right. */
const WRONG = "aabaa";

const { portal } = together();

test("an admin sets two attempts, of which the last locks @plain", async ({ visitor }) => {
  const page = await visitor();
  await setUp(page, portal, { demo: true });
  await openCourseAsAdmin(page, portal, FORKLIFT);
  const press = () => page.getByRole("button", { name: "Set attempts" }).click();
  const lock = page.getByLabel("Lock the course after the last attempt");
  await page.getByLabel("Most attempts").fill("101");
  await page.getByLabel("The score that counts").selectOption("The last");
  await lock.check();
  await refused(page, "Most attempts optional", /from 1 to 100/, 422, press);
  await expect(lock).toBeChecked();
  await page.getByLabel("Most attempts").fill("2");
  await press();
  await told(page, "Saved.");
  await expect(page.getByLabel("Most attempts")).toHaveValue("2");
  await expect(page.getByLabel("The score that counts")).toHaveValue("last");
  await expect(lock).toBeChecked();

  await openUser(page, portal, CAST.lena);
  await enroll(page, FORKLIFT);
  await told(page, "Enrolled");
  const lena = await signedIn(visitor, portal, CAST.lena);
  await expect(entry(lena, FORKLIFT)).toContainText("2 attempts");
});

test("a learner fails, starts over without a credit, passes, and is locked", async ({ visitor }) => {
  const admin = await signedIn(visitor, portal, ADMIN);
  const before = await standing(admin, portal, FORKLIFT);
  const page = await signedIn(visitor, portal, CAST.lena);
  const mine = entry(page, FORKLIFT);
  const takes = async (word, answers, score) => {
    const player = await launch(page, portal, FORKLIFT, word);
    await expect(player.find("page-1")).toBeVisible();
    await player.find("go-6").click();
    await answerQuiz(player, answers);
    await expect(player.find("result")).toHaveAttribute("data-score", score);
    await leave(page, portal, player);
  };

  await takes("Launch", WRONG, "0");
  await expect(mine).toContainText("Failed");
  await expect(mine).toContainText("Attempt 1 of 2");
  await takes("Start over", RIGHT.forklift, "100");
  await expect(mine).toContainText("Passed");
  await expect(mine).toContainText("Score 100 %");
  await expect(mine).toContainText("Attempt 2 of 2");
  await expect(mine).toContainText("No attempt is left");
  await expect(mine.getByRole("button", { name: "Certificate" })).toBeVisible();
  await expect(mine.getByRole("button", { name: /Launch|Resume|Review|Start over/ })).toHaveCount(0);

  expect(await standing(admin, portal, FORKLIFT)).toEqual(before);
  await openUser(admin, portal, CAST.lena);
  await expect(row(admin, FORKLIFT).locator('td[data-label="Standing"]')).toContainText("Attempt 2");
});
