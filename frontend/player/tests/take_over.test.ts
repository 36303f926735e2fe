/** Two windows on one course: who takes over, and whose work is replaced. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Http } from "../post";
import { openPage } from "./page";
import { lend, watchWays, type Test } from "./ways";

const settled = async () => {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

/** A page that another one holds back; `newer`: the other has saved since. */
function heldPage(t: Test, newer: boolean) {
  const asked: unknown[] = [];
  let live = false;
  const gone = watchWays(t, {
    answer: (said) => {
      if (!("replace" in said)) {
        return live ? Response.json({ accepted: said.sequence }) : Response.json({ reason: "opened_elsewhere" }, { status: 409 });
      }
      asked.push(said.replace);
      live = !newer || said.replace === true;
      return live ? Response.json({ sequence: 1 }) : Response.json({ reason: "newer" }, { status: 409 });
    },
  });
  const page = openPage(t);
  page.api().LMSInitialize!("");
  page.api().LMSCommit!("");
  return { gone, page, asked };
}

test("where nothing newer was saved, one press takes over", async (t) => {
  const { page, asked } = heldPage(t, false);
  await settled();
  assert.equal(page.heading(), "This course was opened elsewhere");
  page.press("Take over");
  await settled();
  assert.deepEqual([asked, page.text("saving")], [[false], "Saved"]);
});

test("newer work of the other window is replaced only by who says so", async (t) => {
  const { gone, page, asked } = heldPage(t, true);
  await settled();
  page.press("Take over");
  await settled();
  assert.deepEqual([asked, page.heading()], [[false], "The other window has saved newer work"]);
  assert.deepEqual(page.choices(), ["Back to the portal", "Replace it"], "going on from there comes first");
  assert.equal(gone.filter(({ to }) => to === "~lectern/commit").length, 1, "nothing was sent over it");
  page.press("Replace it");
  await settled();
  assert.deepEqual([asked, page.text("saving")], [[false, true], "Saved"]);
});

test("what the server says of a take-over", async (t) => {
  for (const [response, answer] of [
    [Response.json({ sequence: 7 }), { kind: "taken", sequence: 7 }],
    [new Response("?"), { kind: "taken", sequence: null }],
    [Response.json({ reason: "newer" }, { status: 409 }), { kind: "newer" }],
    [Response.json({ reason: "ended" }, { status: 410 }), { kind: "ended" }],
    [new Response("", { status: 503 }), { kind: "later" }],
    [null, { kind: "later" }],
  ] as const) {
    lend(t, "fetch", () => (response === null ? Promise.reject(new TypeError("away")) : Promise.resolve(response)));
    assert.deepEqual(await new Http().takeOver(false), answer);
  }
});
