/** What the bar says of the course's values, and what of it a screen reader is told. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Commit } from "../wire";
import { openPage } from "./page";
import { watchWays, type Test } from "./ways";

/** The real one: the clock of these tests stands still. */
const soon = setImmediate;

async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => soon(resolve));
}

/** A page whose server is there or not, and what it says to eyes and to ears. */
function rig(t: Test) {
  t.mock.timers.enable();
  const server = { away: false };
  const answer = ({ sequence }: Commit) => (server.away ? new Response("", { status: 503 }) : Response.json({ accepted: sequence }));
  const gone = watchWays(t, { answer });
  const page = openPage(t);
  const api = page.api();
  assert.equal(api.LMSInitialize!(""), "true");
  const set = (location: string) => assert.equal(api.LMSSetValue!("cmi.core.lesson_location", location), "true");
  const tick = async (milliseconds: number) => {
    t.mock.timers.tick(milliseconds);
    await settled();
  };
  return { server, gone, set, tick, seen: () => page.text("saving"), heard: () => page.text("told") };
}

test("from the first value until the server has it the bar does not say Saved, and nothing is announced", async (t) => {
  const { gone, set, tick, seen, heard } = rig(t);
  assert.deepEqual([seen(), heard()], ["Saved", ""]);
  set("1");
  assert.deepEqual([gone.length, seen(), heard()], [0, "Saving…", ""], "before anything is sent");
  t.mock.timers.tick(1_200);
  assert.deepEqual([gone.length, seen(), heard()], [1, "Saving…", ""], "before it is acknowledged");
  await settled();
  assert.deepEqual([seen(), heard()], ["Saved", ""]);
  set("2");
  await tick(1_200);
  assert.deepEqual([gone.length, seen(), heard()], [2, "Saved", ""], "the next burst is as quiet");
});

test("a lost connection is announced once, and so is its end", async (t) => {
  const { server, set, tick, seen, heard } = rig(t);
  const lost = "Not saved yet — retrying";
  server.away = true;
  set("1");
  await tick(1_200);
  assert.deepEqual([seen(), heard()], [lost, lost]);
  set("2");
  assert.deepEqual([seen(), heard()], [lost, lost], "a burst does not hide it");
  server.away = false;
  await tick(60_000);
  assert.deepEqual([seen(), heard()], ["Saved", "Saved"]);
  set("3");
  assert.deepEqual([seen(), heard()], ["Saving…", ""]);
  await tick(1_200);
  assert.deepEqual([seen(), heard()], ["Saved", ""], "told before");
});
