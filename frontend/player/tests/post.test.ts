import assert from "node:assert/strict";
import { test } from "node:test";
import { Http } from "../post";
import type { Commit } from "../wire";
import { type Test, watchWays, ways } from "./ways";

function commit(bookmark = "5", more: Partial<Commit> = {}): Commit {
  return {
    sequence: 1, item: "a", session: 1, elements: { "cmi.suspend_data": bookmark }, terminated: false, sequencing: null, current: "a", ...more,
  };
}

/** More than a closing page can carry. */
const HUGE = "x".repeat(70_000);

/** A server that answers with this, and counts how often it was asked. */
function server(t: Test, answer: () => Response) {
  const asked = t.mock.method(globalThis, "fetch", async () => answer());
  return () => asked.mock.callCount();
}

test("what would be refused again is not tried again", async (t) => {
  const refused = { reason: "invalid", elements: [{ name: "cmi.suspend_data", problem: "too long" }] };
  const answers: [Response, unknown][] = [
    [Response.json(refused, { status: 422 }), refused],
    [Response.json({ reason: "not_understood" }, { status: 400 }), { reason: "not_understood" }],
    [new Response("length limit exceeded", { status: 413 }), null],
  ];
  for (const [answer, body] of answers) {
    server(t, () => answer);
    assert.deepEqual(await new Http().send(commit()), { kind: "invalid", body }, String(answer.status));
    t.mock.restoreAll();
  }
});

test("what may pass is tried later", async (t) => {
  for (const status of [408, 429, 500, 502, 503, 504]) {
    server(t, () => new Response("", { status }));
    assert.deepEqual(await new Http().send(commit()), { kind: "later" }, String(status));
    t.mock.restoreAll();
  }
});

test("more than the server reads does not even leave", async (t) => {
  const asked = server(t, () => Response.json({ accepted: 1 }));
  const http = new Http();
  const around = JSON.stringify(commit("")).length;
  assert.deepEqual(await http.send(commit("x".repeat((2 << 20) - around + 1))), { kind: "invalid", body: null });
  assert.equal(asked(), 0);
  assert.equal((await http.send(commit("x".repeat((2 << 20) - around)))).kind, "accepted");
  assert.equal(asked(), 1);
});

test("a closing page sends whole what a request that outlives it can carry", (t) => {
  const gone = watchWays(t);
  const last = commit("5", { terminated: true });
  new Http().sendNow([last]);
  assert.deepEqual(gone, [{ by: "keepalive", to: "~lectern/commit", commit: last }]);
});

test("it carries the longest suspend data of the standards, also while that is under way by itself", (t) => {
  const gone = watchWays(t, { answer: () => null });
  const longest = "x".repeat(64_000);
  const http = new Http();
  void http.send(commit(longest));
  const last = commit(longest, { sequence: 2, terminated: true });
  http.sendNow([commit(longest), last]);
  assert.deepEqual(ways(gone), ["fetch", "keepalive"], "what goes while the page lives leaves the room free");
  assert.deepEqual(gone[1]!.commit, last);
});

test("what is under way and outlives the page is not sent twice, the end is", (t) => {
  const gone = watchWays(t, { answer: () => null });
  const http = new Http();
  void http.send(commit());
  http.sendNow([commit()]);
  assert.deepEqual(ways(gone), ["keepalive"]);
  http.sendNow([commit(), commit("6", { sequence: 2, terminated: true })]);
  assert.deepEqual(gone.map((one) => [one.by, one.commit!.sequence]), [["keepalive", 1], ["keepalive", 2]]);
});

test("of one session the newest state leaves, of others each, in order", (t) => {
  const gone = watchWays(t);
  new Http().sendNow([
    commit("1"),
    commit("2", { sequence: 2, terminated: true }),
    commit("3", { sequence: 3, session: 2 }),
    commit("", { sequence: 4, session: 2, elements: { "cmi.location": "9" }, partial: true }),
  ]);
  assert.deepEqual(gone.map((one) => one.commit!.sequence), [2, 3, 4], "what leaves something out stands for nothing else");
});

test("too large: without what the server has acknowledged in this session", async (t) => {
  const gone = watchWays(t);
  const http = new Http();
  await http.send(commit(HUGE));
  const elements = { "cmi.suspend_data": HUGE, "cmi.location": "9" };
  http.sendNow([commit("", { sequence: 2, elements, terminated: true })]);
  assert.deepEqual(ways(gone), ["fetch", "keepalive"]);
  assert.deepEqual([gone[1]!.commit!.elements, gone[1]!.commit!.partial], [{ "cmi.location": "9" }, true]);
  http.sendNow([commit("", { sequence: 3, session: 2, elements, terminated: true })]);
  assert.equal(gone.at(-1)!.commit!.elements["cmi.suspend_data"], undefined, "another session's word does not count");
});

test("too large still: a synchronous request where the browser allows one", (t) => {
  const gone = watchWays(t, { strict: false });
  new Http().sendNow([commit(HUGE)]);
  assert.deepEqual(gone, [{ by: "synchronous", to: "~lectern/commit", commit: commit(HUGE) }]);
});

test("where it allows none: without the longest values, the status and the score arrive", (t) => {
  const gone = watchWays(t);
  const small = { "cmi.core.lesson_status": "passed", "cmi.core.score.raw": "90" };
  new Http().sendNow([commit("", { elements: { "cmi.suspend_data": HUGE, ...small }, terminated: true })]);
  assert.deepEqual(ways(gone), ["keepalive"]);
  assert.deepEqual([gone[0]!.commit!.elements, gone[0]!.commit!.partial, gone[0]!.commit!.terminated], [small, true, true]);
});

test("with no room left at all: a beacon, as the last note", (t) => {
  const gone = watchWays(t, { answer: () => null });
  const http = new Http();
  const around = JSON.stringify(commit("", { terminated: true })).length;
  http.sendNow([commit("x".repeat(65_000 - around - 20), { terminated: true }), commit("7", { sequence: 2, session: 2, terminated: true })]);
  assert.deepEqual(ways(gone), ["keepalive", "beacon"]);
  assert.deepEqual([gone[1]!.commit!.sequence, gone[1]!.commit!.elements], [2, {}]);
});
