import assert from "node:assert/strict";
import { test } from "node:test";
import { Session, type Sink } from "../session";
import type { Elements } from "../wire";
import { item } from "./cast";

/** A running session of one item, what it has handed over, and how often it said that a burst began. */
function rig(now = () => 0) {
  const handed: Elements[] = [];
  const bursts: number[] = [];
  const sink: Sink = { changed: () => void bursts.push(handed.length), put: ({ elements }) => void handed.push(elements) };
  const session = new Session(item("a"), "scorm12", sink, () => 1, now);
  session.begin();
  return { session, handed, bursts };
}

test("a burst of small values is one commit", (t) => {
  t.mock.timers.enable();
  const { session, handed } = rig();
  session.stored("cmi.core.lesson_location", "1");
  session.stored("cmi.suspend_data", "x".repeat(4_000));
  t.mock.timers.tick(1_100);
  assert.equal(handed.length, 0);
  t.mock.timers.tick(100);
  assert.equal(handed.length, 1);
});

test("that a burst began is said at its first value, before any of it is handed over", (t) => {
  t.mock.timers.enable();
  const { session, handed, bursts } = rig();
  session.stored("cmi.core.lesson_location", "1");
  assert.deepEqual(bursts, [0], "at once");
  session.stored("cmi.core.lesson_location", "2");
  assert.deepEqual(bursts, [0], "once");
  session.commit();
  session.stored("cmi.suspend_data", "x".repeat(61_000));
  assert.deepEqual([bursts, handed.length], [[0, 1], 2], "also where it is over at once");
});

test("a course that never pauses is not waited for without end", (t) => {
  t.mock.timers.enable();
  const { session, handed } = rig(() => Date.now());
  for (let second = 0; second < 25; second += 1) {
    session.stored("cmi.core.lesson_location", String(second));
    t.mock.timers.tick(1_000);
  }
  assert.deepEqual(handed.map((elements) => elements["cmi.core.lesson_location"]), ["9", "19"]);
});

test("what a closing page could not send any more does not wait for the end of the burst", (t) => {
  t.mock.timers.enable();
  const { session, handed } = rig();
  const large = "x".repeat(61_000);
  session.stored("cmi.suspend_data", large);
  assert.equal(handed.length, 1, "at once");
  assert.equal(handed[0]!["cmi.suspend_data"], large);
  session.stored("cmi.core.lesson_location", "1");
  assert.equal(handed.length, 1, "what follows is a burst again");
  t.mock.timers.tick(1_200);
  assert.equal(handed.length, 2);
});

test("values count as they travel, and together", (t) => {
  t.mock.timers.enable();
  const { session, handed } = rig();
  session.stored("cmi.suspend_data", "語".repeat(14_000));
  assert.equal(handed.length, 1, "three bytes each");
  session.stored("cmi.comments", "x".repeat(25_000));
  assert.equal(handed.length, 1);
  session.stored("cmi.suspend_data", "x".repeat(25_000));
  assert.equal(handed.length, 2);
});
