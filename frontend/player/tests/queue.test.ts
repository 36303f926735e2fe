import assert from "node:assert/strict";
import { test } from "node:test";
import { Queue, type Reply, type Saving, type Snapshot } from "../queue";
import type { Commit, ItemState } from "../wire";

/** A server that answers when told to, and a clock that runs when told to. */
function rig(sequence = 0) {
  const sent: Commit[] = [];
  const flushed: Commit[] = [];
  const states: Saving[] = [];
  const items: ItemState[] = [];
  let answer: ((reply: Reply) => void) | null = null;
  const timers: { ms: number; then: () => void }[] = [];
  const queue = new Queue(
    sequence,
    {
      send: (commit) => {
        sent.push(structuredClone(commit));
        return new Promise((resolve) => (answer = resolve));
      },
      sendNow: (commits) => void flushed.push(...structuredClone(commits)),
    },
    { after: (ms, then) => (timers.push({ ms, then }), () => undefined), chance: () => 0.5 },
    { saving: (state) => states.push(state), items: (told) => items.push(...told) },
  );
  const reply = async (given: Reply) => {
    answer?.(given);
    answer = null;
    await new Promise((resolve) => setImmediate(resolve));
  };
  const accept = () => reply({ kind: "accepted", body: { accepted: sent.at(-1)!.sequence } });
  return { queue, sent, flushed, states, items, timers, reply, accept };
}

function snapshot(location: string, more: Partial<Snapshot> = {}): Snapshot {
  return { item: "a", session: 1, elements: { "cmi.location": location }, terminated: false, sequencing: null, current: "a", ...more };
}

test("from the first value of a burst to the acknowledgement nothing is said to be saved", async () => {
  const { queue, sent, states, accept } = rig();
  assert.equal(queue.state, "saved", "nothing was set as yet");
  queue.gather();
  assert.deepEqual([sent.length, queue.state, queue.unsaved], [0, "saving", true]);
  queue.put(snapshot("1"));
  assert.deepEqual([sent.length, queue.state], [1, "saving"]);
  await accept();
  assert.deepEqual([queue.state, queue.unsaved], ["saved", false]);
  assert.deepEqual(states, ["saving", "saved"]);
});

test("an acknowledgement does not speak for values that were set after it was asked for", async () => {
  const { queue, states, accept } = rig();
  queue.put(snapshot("1"));
  queue.gather();
  await accept();
  assert.deepEqual([queue.state, queue.unsaved], ["saving", true]);
  queue.put(snapshot("2"));
  await accept();
  assert.deepEqual([queue.state, states], ["saved", ["saving", "saved"]]);
});

test("a burst while the connection is lost changes nothing about that", async () => {
  const { queue, timers, states, reply, accept } = rig();
  queue.put(snapshot("1"));
  await reply({ kind: "later" });
  queue.gather();
  assert.equal(queue.state, "retrying");
  queue.put(snapshot("2"));
  timers.at(-1)!.then();
  await accept();
  assert.deepEqual(states, ["saving", "retrying", "saved"]);
});

test("numbers go on from the server's last and one commit is under way at a time", async () => {
  const { queue, sent, accept } = rig(41);
  queue.put(snapshot("1"));
  queue.put(snapshot("2"));
  assert.deepEqual(sent.map((commit) => commit.sequence), [42]);
  await accept();
  assert.deepEqual(sent.map((commit) => commit.sequence), [42, 43]);
});

test("only the newest waiting state of a session is sent", async () => {
  const { queue, sent, accept } = rig();
  for (const location of ["1", "2", "3", "4"]) queue.put(snapshot(location));
  await accept();
  await accept();
  assert.deepEqual(sent.map((commit) => commit.elements["cmi.location"]), ["1", "4"]);
  assert.equal(queue.unsaved, false);
});

test("a terminated one is never dropped and order is kept", async () => {
  const { queue, sent, accept } = rig();
  queue.put(snapshot("1"));
  queue.put(snapshot("2"));
  queue.put(snapshot("end", { terminated: true }));
  queue.put(snapshot("b", { item: "b", session: 2 }));
  queue.put(snapshot("b2", { item: "b", session: 2 }));
  for (let turn = 0; turn < 3; turn += 1) await accept();
  assert.deepEqual(sent.map((commit) => commit.elements["cmi.location"]), ["1", "end", "b2"]);
});

test("a failed commit is tried again with the same number, later and later", async () => {
  const { queue, sent, timers, states, reply, accept } = rig();
  queue.put(snapshot("1", { terminated: true }));
  await reply({ kind: "later" });
  assert.equal(queue.state, "retrying");
  timers.at(-1)!.then();
  await reply({ kind: "later" });
  timers.at(-1)!.then();
  assert.deepEqual(timers.map(({ ms }) => ms), [1000, 2000]);
  await accept();
  assert.deepEqual(sent.map((commit) => commit.sequence), [1, 1, 1]);
  assert.deepEqual(states, ["saving", "retrying", "saved"]);
});

test("a failed one gives way to a newer state of its session, not when it is terminated", async () => {
  const { queue, sent, timers, reply, accept } = rig();
  queue.put(snapshot("1"));
  queue.put(snapshot("2"));
  await reply({ kind: "later" });
  timers.at(-1)!.then();
  await accept();
  assert.deepEqual(sent.map((commit) => commit.elements["cmi.location"]), ["1", "2"]);
  assert.equal(queue.unsaved, false);
});

test("opened elsewhere holds everything until taken over, then numbers go on from the other page's", async () => {
  const { queue, sent, states, reply, accept } = rig();
  queue.put(snapshot("1"));
  await reply({ kind: "opened_elsewhere" });
  queue.put(snapshot("2"));
  assert.equal(sent.length, 1);
  assert.equal(states.at(-1), "held");
  queue.takenOver(9);
  assert.deepEqual(sent.map((commit) => [commit.sequence, commit.elements["cmi.location"]]), [[1, "1"], [10, "2"]]);
  await accept();
  assert.equal(queue.unsaved, false);
});

test("an ended session sends nothing more", async () => {
  const { queue, sent, flushed, states, reply } = rig();
  queue.put(snapshot("1"));
  await reply({ kind: "ended" });
  queue.put(snapshot("2"));
  queue.flush();
  assert.deepEqual([sent.length, flushed.length, states.at(-1)], [1, 0, "ended"]);
});

test("refused values are left out, now and later, and the rest is kept", async () => {
  const { queue, sent, reply, accept } = rig();
  const elements = { "cmi.location": "x", "cmi.score.scaled": "7" };
  queue.put(snapshot("", { elements, terminated: true }));
  await reply({ kind: "invalid", body: { reason: "invalid", elements: [{ name: "cmi.score.scaled", problem: "range" }] } });
  assert.deepEqual(sent.at(-1)!.elements, { "cmi.location": "x" });
  assert.equal(sent.at(-1)!.terminated, true);
  await accept();
  queue.put(snapshot("", { session: 2, elements: { ...elements, "cmi.location": "y" } }));
  assert.deepEqual(sent.at(-1)!.elements, { "cmi.location": "y" });
});

test("what the server refused whole is never said to be saved, and holds up nothing", async () => {
  const { queue, sent, states, timers, reply, accept } = rig();
  queue.put(snapshot("too much"));
  queue.put(snapshot("b", { item: "b", session: 2 }));
  await reply({ kind: "invalid", body: { reason: "invalid", elements: [{ name: "", problem: "more than 1048576 bytes" }] } });
  await accept();
  assert.deepEqual([sent.length, timers.length], [2, 0], "it is not sent again");
  assert.deepEqual([queue.state, states.at(-1), queue.unsaved], ["refused", "refused", false]);
  queue.put(snapshot("less"));
  await accept();
  assert.equal(queue.state, "saved", "a later state of the session stands for it");
});

test("a session that ended with what was refused whole stays unsaved", async () => {
  for (const body of [null, { reason: "invalid" as const }, { reason: "invalid" as const, elements: [{ name: "cmi.other", problem: "?" }] }]) {
    const { queue, sent, states, reply, accept } = rig();
    queue.put(snapshot("1", { terminated: true }));
    await reply({ kind: "invalid", body });
    queue.put(snapshot("again", { session: 2 }));
    await accept();
    assert.deepEqual(sent.map((commit) => commit.session), [1, 2]);
    assert.deepEqual(states, ["saving", "refused", "saving", "refused"]);
  }
});

test("refused values are said until the course sets better ones", async () => {
  const { queue, sent, states, reply, accept } = rig();
  const refuse = () => reply({ kind: "invalid", body: { reason: "invalid", elements: [{ name: "cmi.location", problem: "too long" }] } });
  queue.put(snapshot("bad", { elements: { "cmi.location": "bad", "cmi.score.raw": "1" } }));
  await refuse();
  assert.deepEqual([sent.at(-1)!.partial, sent.at(-1)!.elements], [true, { "cmi.score.raw": "1" }], "what the server holds of it stays");
  await accept();
  assert.equal(queue.state, "partly");
  queue.put(snapshot("bad", { elements: { "cmi.location": "bad", "cmi.score.raw": "2" } }));
  await accept();
  assert.deepEqual([sent.length, queue.state], [3, "partly"], "the same is not tried again");
  queue.put(snapshot("good"));
  await accept();
  assert.deepEqual([sent.at(-1)!.partial, queue.state], [undefined, "saved"]);
  assert.deepEqual(states, ["saving", "partly", "saving", "partly", "saving", "saved"]);
});

test("half a character stays here, the rest is sent, also by a closing page", async () => {
  const { queue, sent, flushed, accept } = rig();
  const elements = { "cmi.location": "5", "cmi.suspend_data": "cut in the middle \ud83d" };
  queue.put(snapshot("", { elements: { ...elements, "cmi.suspend_data": "whole \ud83d\ude00" } }));
  queue.put(snapshot("", { elements }));
  await accept();
  assert.equal(sent[0]!.elements["cmi.suspend_data"], "whole \ud83d\ude00");
  assert.deepEqual([sent[1]!.elements, sent[1]!.partial], [{ "cmi.location": "5" }, true]);
  await accept();
  assert.equal(queue.state, "partly");
  queue.close();
  queue.put(snapshot("", { elements: { ...elements, "cmi.location": "6" }, terminated: true }));
  queue.flush();
  assert.deepEqual(flushed.map((commit) => commit.elements), [{ "cmi.location": "6" }]);
});

test("an answer with a higher number means ours was ignored: it is said again", async () => {
  const { queue, sent, reply } = rig();
  queue.put(snapshot("1"));
  await reply({ kind: "accepted", body: { accepted: 5 } });
  assert.deepEqual(sent.map((commit) => commit.sequence), [1, 6]);
});

test("a closing page sends everything at once, the one under way too", () => {
  const { queue, sent, flushed } = rig();
  queue.put(snapshot("1"));
  queue.close();
  queue.put(snapshot("2"));
  queue.put(snapshot("end", { terminated: true }));
  queue.flush();
  assert.equal(sent.length, 1);
  assert.deepEqual(flushed.map((commit) => [commit.sequence, commit.elements["cmi.location"]]), [[1, "1"], [2, "end"]]);
});

test("what the server says of the items reaches the table of contents", async () => {
  const { queue, items, reply } = rig();
  queue.put(snapshot("1"));
  const told: ItemState = { id: "a", completion: "completed", success: "passed", score: 90 };
  await reply({ kind: "accepted", body: { accepted: 1, items: [told] } });
  assert.deepEqual(items, [told]);
});
