import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { applied, difference, type Json } from "../delta";
import { carried, raise, stateFrom, statusAtFinish, timespan12, timespan2004, wordsFor } from "../mapping";
import { fitting } from "../post";
import { prerequisitesMet } from "../prerequisites";

const plain = { status: "", raw: "", mastery: null, credit: "credit", mode: "normal", exit: undefined, byCourse: true };

test("1.2: a status never set is incomplete at the end, browsed in browse mode", () => {
  assert.equal(statusAtFinish(plain), "incomplete");
  assert.equal(statusAtFinish({ ...plain, status: "not attempted" }), "incomplete");
  assert.equal(statusAtFinish({ ...plain, status: "not attempted", mode: "browse" }), "browsed");
  assert.equal(statusAtFinish({ ...plain, status: "completed" }), "completed");
});

test("1.2: the mastery score decides where there is a score, for credit", () => {
  const given = { ...plain, status: "completed", mastery: 80 };
  assert.equal(statusAtFinish({ ...given, raw: "80" }), "passed");
  assert.equal(statusAtFinish({ ...given, raw: "79.9" }), "failed");
  assert.equal(statusAtFinish({ ...given, raw: "" }), "completed");
  assert.equal(statusAtFinish({ ...given, raw: "10", credit: "no-credit" }), "completed");
  assert.equal(statusAtFinish({ ...given, raw: "10", mode: "review" }), "completed");
});

test("1.2: a score says nothing yet of a session that is suspended, or that the player ended", () => {
  const early = { ...plain, mastery: 80, raw: "0" };
  for (const status of ["", "not attempted", "incomplete"]) {
    assert.equal(statusAtFinish({ ...early, status, exit: "suspend" }), "incomplete", `suspended, ${status}`);
    assert.equal(statusAtFinish({ ...early, status, exit: "suspend", byCourse: false }), "incomplete", `closed, ${status}`);
    assert.equal(statusAtFinish({ ...early, status }), "failed", `finished, ${status}`);
  }
  for (const status of ["passed", "completed", "failed"]) {
    assert.equal(statusAtFinish({ ...early, status, exit: "suspend" }), "failed", `done and suspended, ${status}`);
    assert.equal(statusAtFinish({ ...early, status, byCourse: false }), status, `the course's own word, ${status}`);
  }
});

test("statuses: both standards, and they never fall", () => {
  const passed = stateFrom("a", { "cmi.core.lesson_status": "passed", "cmi.core.score.raw": "90" });
  assert.deepEqual(passed, { id: "a", completion: "completed", success: "passed", score: 90 });
  assert.equal(stateFrom("a", { "lectern.opened": "true" }).completion, "completed");
  const told = stateFrom("a", { "cmi.completion_status": "incomplete", "cmi.success_status": "failed" });
  assert.deepEqual(raise(passed, told), passed);
  assert.equal(wordsFor(passed), "Passed");
  assert.equal(wordsFor({ completion: "unknown", success: "unknown" }), "Not started");
});

test("times", () => {
  assert.equal(timespan12(3_723_450), "0001:02:03.45");
  assert.equal(timespan2004(61_500), "PT61.5S");
  assert.equal(timespan2004(60_000), "PT60S");
});

test("stored values come back in order, without what belongs to one session", () => {
  const data = {
    "cmi.interactions.10.id": "k", "cmi.interactions.2.result": "correct", "cmi.interactions.2.type": "choice",
    "cmi.interactions.2.id": "c", "cmi.core.session_time": "0:0:1", "cmi.core.exit": "suspend", "cmi.exit": "suspend",
    "cmi.suspend_data": "x", "adl.nav.request": "continue", "lectern.opened": "true", "cmi.core.lesson_location": "3",
    "cmi.interactions._count": "11", "cmi.core.student_id": "someone",
  };
  assert.deepEqual(carried(data).map(([name]) => name), [
    "cmi.core.lesson_location", "cmi.interactions.2.id", "cmi.interactions.2.type", "cmi.interactions.2.result",
    "cmi.interactions.10.id", "cmi.suspend_data",
  ]);
});

test("prerequisites", () => {
  const status: Record<string, string> = { A: "passed", B: "completed", C: "failed", "mm-1.x": "completed" };
  const met = (script: string | null) => prerequisitesMet(script, (id) => status[id] ?? "not attempted");
  for (const script of [null, " ", "A", "A & B", "A|D", "~D", "A & ~(C | D)", "mm-1.x", "C = failed", "C=f", "A<>failed",
    "D = not attempted", "2*{A, B, C}", "{A,B}", '"A"', "a &&& broken (", "(A"]) {
    assert.equal(met(script), true, String(script));
  }
  for (const script of ["C", "A & C", "~A", "D | C", "3*{A,B,C}", "{A,C}", "A = failed", "~(A|C)"]) {
    assert.equal(met(script), false, script);
  }
});

test("prerequisites: an item that there is not locks nothing, whatever is asked of it", () => {
  const met = (script: string) => prerequisitesMet(script, (id) => ({ A: "passed", C: "failed" })[id]);
  for (const script of ["gone", "~gone", "~~gone", "A & gone", "A & ~gone", "gone = passed", "gone <> passed", "~(gone = passed)",
    "gone <> not attempted & A", "2*{A, gone}", "~(C | gone)", "gone | C"]) {
    assert.equal(met(script), true, script);
  }
  for (const script of ["C & gone", "~A & gone", "~(A | gone)", "2*{C, gone}"]) assert.equal(met(script), false, script);
});

test("a difference is small, and applied it gives the state again", () => {
  const base: Json = { a: { b: 1, c: [1, { d: 2 }], gone: 1 }, same: { long: "x".repeat(100) }, nothing: null };
  const now: Json = { a: { b: 2, c: [1, { d: 3 }] }, same: { long: "x".repeat(100) }, nothing: [], more: { "=": 1 } };
  const delta = difference(base, now);
  assert.deepEqual(applied(base, JSON.parse(JSON.stringify(delta))), now);
  assert.ok(!JSON.stringify(delta).includes("xxx"));
  assert.equal(difference(base, structuredClone(base)), null);
  assert.deepEqual(applied(base, null), base);
});

test("what cannot be sent whole by a closing page is sent without its longest values", () => {
  const elements = { "cmi.suspend_data": "é".repeat(64_000), "cmi.score.raw": "90", "cmi.location": "p" };
  const commit = { sequence: 1, item: "a", session: 1, elements, terminated: true, sequencing: null, current: "a" };
  const short = fitting(commit, 60_000);
  assert.deepEqual(Object.keys(short.elements).sort(), ["cmi.location", "cmi.score.raw"]);
  assert.deepEqual([short.partial, short.terminated], [true, true]);
  assert.deepEqual(fitting({ ...commit, elements: { a: "1" } }, 60_000).elements, { a: "1" });
});

// Its mode across frames loses what is to be resumed (spec/runtime.md, trap 3); `npm test` runs in `frontend`.
test("of the library only what works in one frame is loaded", () => {
  const sources = readdirSync("player").filter((name) => name.endsWith(".ts"));
  const loaded = sources.flatMap((name) => [...readFileSync(`player/${name}`, "utf8").matchAll(/["'](scorm-again[^"']*)["']/g)]);
  assert.deepEqual([...new Set(loaded.map(([, module]) => module))].sort(), ["scorm-again/scorm12", "scorm-again/scorm2004"]);
});
