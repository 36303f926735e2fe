// A window that closes before an answer could come: what the course said last is there again at the next launch.
import { commitsOf, lenaTakes, taken } from "../lib/courses.mjs";
import { CAST, setUp, signedIn } from "../lib/doors.mjs";
import { entry, launch, leave } from "../lib/learner.mjs";
import { expect, test } from "../lib/people.mjs";
import { together } from "../lib/together.mjs";
import { zipOf } from "../lib/zip.mjs";

const TITLE = "Last Words";
const MANIFEST = `<?xml version="1.0"?>
<manifest identifier="last-words" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
  <organizations default="all"><organization identifier="all"><title>${TITLE}</title>
    <item identifier="one" identifierref="page"><title>${TITLE}</title></item>
  </organization></organizations>
  <resources><resource identifier="page" type="webcontent" adlcp:scormtype="sco" href="index.html"><file href="index.html"/></resource></resources>
</manifest>`;
// It shows what it finds, says what it is told to say, never asks to save and says no goodbye.
const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${TITLE}</title></head><body>
<p data-test="found"></p>
<script>
  const api = parent.API;
  const find = (name) => api.LMSGetValue("cmi." + name);
  function say(values) {
    for (const [name, value] of Object.entries(values)) {
      if (api.LMSSetValue("cmi." + name, value) !== "true") console.error(name, api.LMSGetLastError());
    }
  }
  window.lastWords = {};
  api.LMSInitialize("");
  document.querySelector("p").textContent = "at " + find("core.lesson_location") + ", " + find("suspend_data").length + " characters";
  addEventListener("pagehide", () => say(lastWords));
</script></body></html>`;
const buffer = Buffer.from(zipOf({ "imsmanifest.xml": MANIFEST, "index.html": PAGE }));

/** As long as the standards allow; the closing page can carry it with a few words around it. */
const LONG = "x".repeat(64_000);
/** As long, and longer on its way, where each quotation mark is two characters: more than a closing page can carry. */
const QUOTED = '"'.repeat(4_000) + "x".repeat(60_000);

const { portal } = together();

/** Lena's browser, and the course in a window of its own, where it is at this place with so many characters. */
async function resumed(visitor, place, characters) {
  const page = await signedIn(visitor, portal, CAST.lena);
  const tab = await page.context().newPage();
  const player = await launch(tab, portal, TITLE, "Resume");
  await expect(player.find("found")).toHaveText(`at ${place}, ${characters} characters`);
  return { page, tab, player };
}

/** What the course says now, and what it says while its page goes. */
const says = (player, now, last = {}) =>
  player.find("found").evaluate(
    (_, given) => {
      window.lastWords = given.last;
      window.say(given.now);
    },
    { now, last },
  );

/** The place, and a score with it: once that stands on My courses, all that was said with it has arrived. */
const at = (place) => ({ "core.lesson_location": String(place), "core.score.raw": String(place) });

/** The window was closed: the next launch finds this. */
async function finds(page, place, characters) {
  await expect(async () => {
    await page.goto(`${portal.url}/learner/courses`);
    await expect(entry(page, TITLE)).toContainText(`Score ${place} %`, { timeout: 500 });
  }).toPass({ timeout: 20_000 });
  const player = await launch(page, portal, TITLE, "Resume");
  await expect(player.find("found")).toHaveText(`at ${place}, ${characters} characters`);
  await leave(page, portal, player);
}

test("little, in the middle of a burst", async ({ visitor }) => {
  await setUp(await visitor(), portal, { demo: true });
  const { page } = await lenaTakes(visitor, portal, { name: "last-words.zip", mimeType: "application/zip", buffer }, "SCORM 1.2");
  const tab = await page.context().newPage();
  const commits = commitsOf(tab);
  const player = await launch(tab, portal, TITLE);
  await expect(player.find("found")).toHaveText("at , 0 characters");
  await says(player, at(10));
  expect(commits, "nothing has left as yet").toEqual([]);
  await tab.close();
  await finds(page, 10, 0);
});

test("little, said only while the page goes", async ({ visitor }) => {
  const { page, tab, player } = await resumed(visitor, 10, 0);
  await says(player, {}, at(20));
  await tab.close();
  await finds(page, 20, 0);
});

test("64,000 characters, said only while the page goes", async ({ visitor }) => {
  const { page, tab, player } = await resumed(visitor, 20, 0);
  await says(player, {}, { suspend_data: LONG, ...at(30) });
  await tab.close();
  await finds(page, 30, 64_000);
});

test("as many others, on their way while the page goes", async ({ visitor }) => {
  const { page, tab, player } = await resumed(visitor, 30, 64_000);
  await says(player, { suspend_data: LONG.slice(1), ...at(40) });
  await tab.close();
  await finds(page, 40, 63_999);
});

test("little, beside more than a closing page can carry", async ({ visitor }) => {
  const { page, tab, player } = await resumed(visitor, 40, 63_999);
  const kept = taken(tab);
  await says(player, { suspend_data: QUOTED });
  await kept;
  await says(player, at(50));
  await tab.close();
  await finds(page, 50, 64_000);
});
