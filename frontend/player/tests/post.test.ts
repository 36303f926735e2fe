import assert from "node:assert/strict";
import { test } from "node:test";
import { Http } from "../post";
import type { Commit } from "../wire";

function commit(bookmark = "5"): Commit {
  return {
    sequence: 1, item: "a", session: 1, elements: { "cmi.suspend_data": bookmark }, terminated: false, sequencing: null, current: "a",
  };
}

type Test = Parameters<NonNullable<Parameters<typeof test>[0]>>[0];

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
