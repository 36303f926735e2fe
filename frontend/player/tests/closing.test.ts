/** A window that closes: what the course said last leaves, and how. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { item } from "./cast";
import { openPage } from "./page";
import { watchWays, ways } from "./ways";

const settled = () => new Promise((resolve) => setImmediate(resolve));

test("a value of the running burst and the course's last words leave as one, and outlive the page", (t) => {
  t.mock.timers.enable();
  const gone = watchWays(t);
  const page = openPage(t);
  const api = page.api();
  assert.equal(api.LMSInitialize!(""), "true");
  assert.equal(api.LMSSetValue!("cmi.core.lesson_location", "5"), "true");
  assert.equal(gone.length, 0, "the burst is not over");
  page.goodbye = () => {
    assert.equal(api.LMSSetValue!("cmi.suspend_data", "bye"), "true");
    assert.equal(api.LMSFinish!(""), "true");
  };
  page.hide();
  assert.deepEqual(ways(gone), ["keepalive"], "and nothing says that the launch is over before it is there");
  const { terminated, elements } = gone[0]!.commit!;
  assert.deepEqual(
    [terminated, elements["cmi.core.lesson_location"], elements["cmi.suspend_data"], elements["cmi.core.exit"]],
    [true, "5", "bye", undefined],
  );
});

test("a course that never says goodbye is ended as suspended", (t) => {
  t.mock.timers.enable();
  const gone = watchWays(t);
  const page = openPage(t);
  page.api().LMSInitialize!("");
  page.api().LMSSetValue!("cmi.core.lesson_location", "5");
  page.hide();
  assert.deepEqual(ways(gone), ["keepalive"]);
  assert.deepEqual([gone[0]!.commit!.terminated, gone[0]!.commit!.elements["cmi.core.exit"]], [true, "suspend"]);
});

test("a window that is closed after an early score of 0 has not failed the course", (t) => {
  t.mock.timers.enable();
  const gone = watchWays(t);
  const page = openPage(t, { items: [item("one", { mastery_score: 80 })] });
  page.api().LMSInitialize!("");
  page.api().LMSSetValue!("cmi.core.score.raw", "0");
  page.hide();
  const { terminated, elements } = gone[0]!.commit!;
  assert.deepEqual([terminated, elements["cmi.core.lesson_status"], elements["cmi.core.exit"]], [true, "incomplete", "suspend"]);
});

test("the longest suspend data leaves again with the end while it is still under way", (t) => {
  t.mock.timers.enable();
  const gone = watchWays(t, { answer: () => null });
  const page = openPage(t);
  page.api().LMSInitialize!("");
  page.api().LMSSetValue!("cmi.suspend_data", "x".repeat(64_000));
  assert.deepEqual(ways(gone), ["fetch"], "it does not wait for the end of the burst");
  page.api().LMSSetValue!("cmi.core.lesson_location", "5");
  page.hide();
  assert.deepEqual(ways(gone), ["fetch", "keepalive"]);
  const { sequence, elements } = gone[1]!.commit!;
  assert.deepEqual([sequence, elements["cmi.suspend_data"]!.length, elements["cmi.core.lesson_location"]], [2, 64_000, "5"]);
});

test("with everything saved only the end is told", async (t) => {
  const gone = watchWays(t);
  const page = openPage(t);
  page.api().LMSInitialize!("");
  page.api().LMSFinish!("");
  await settled();
  page.hide();
  assert.deepEqual(gone.map(({ by, to }) => [by, to]), [["keepalive", "~lectern/commit"], ["beacon", "~lectern/end"]]);
});

test("a page that another one holds back says nothing more", async (t) => {
  const gone = watchWays(t, { answer: () => Response.json({ reason: "opened_elsewhere" }, { status: 409 }) });
  const page = openPage(t);
  page.api().LMSInitialize!("");
  page.api().LMSCommit!("");
  await settled();
  page.api().LMSSetValue!("cmi.core.lesson_location", "5");
  page.hide();
  assert.deepEqual(ways(gone), ["keepalive"]);
});

test("who closes before all is saved is asked to stay, and it is sent meanwhile", async (t) => {
  const gone = watchWays(t);
  const page = openPage(t);
  page.api().LMSInitialize!("");
  assert.equal(page.beforeUnload(), false);
  page.api().LMSSetValue!("cmi.core.lesson_location", "5");
  assert.equal(page.beforeUnload(), true);
  assert.deepEqual(ways(gone), ["keepalive"]);
  await settled();
  assert.equal(page.beforeUnload(), false);
});
