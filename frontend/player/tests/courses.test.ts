import assert from "node:assert/strict";
import { test } from "node:test";
import type { Course, Step } from "../course";
import { PlainCourse } from "../plain";
import { SequencedCourse } from "../sequenced";
import { Session, type Sink } from "../session";
import type { Elements, Launch } from "../wire";
import { BOTH_WAYS, inOrder, item, launch } from "./cast";

type Put = { item: string; session: number; elements: Elements; terminated: boolean; sequencing: unknown };

/** A page without a browser: what is published, what is committed. */
function page(given: Partial<Launch>) {
  const holder: Record<string, any> = {};
  const puts: Put[] = [];
  let sessions = 0;
  let course: Course;
  const full = launch(structuredClone(given));
  const stage = {
    session: (of: ReturnType<typeof item>) => {
      const put: Sink["put"] = (said) => void puts.push({ ...said, sequencing: course.sequencing() });
      return new Session(of, full.standard, { changed: () => undefined, put }, () => ++sessions, () => 0);
    },
    selfFinished: () => undefined,
    changed: () => undefined,
  };
  course = full.standard === "scorm2004" ? new SequencedCourse(full, stage, holder) : new PlainCourse(full, stage, holder);
  const open = (step: Step) => {
    assert.ok("open" in step, `not opened: ${JSON.stringify(step)}`);
    course.publish(step.open);
    return step.open.id;
  };
  const leave = (request: Parameters<Course["next"]>[0]) => {
    course.prepare(request);
    course.finishOpenSession();
    return course.next(request);
  };
  return { course, holder, puts, open, leave, launch: full };
}

const told = (id: string) => ({ to: "choice" as const, item: id });

test("1.2: containers and the library's own names are refused and the session lives on", () => {
  const { course, holder, open } = page({});
  open(course.first());
  const api = holder.API;
  assert.equal(api.LMSInitialize(""), "true");
  for (const name of ["cmi", "cmi.core", "cmi.core.score", "cmi.interactions", "cmi.objectives.0", "currentState", "settings"]) {
    assert.equal(api.LMSSetValue(name, "x"), "false", name);
    assert.match(api.LMSGetLastError(), /^40[12]$/, name);
    assert.equal(api.LMSGetValue(name), "", name);
  }
  assert.equal(api.LMSSetValue("cmi.core.lesson_location", 5), "true");
  assert.equal(api.LMSGetLastError(), "0");
  assert.equal(api.LMSGetValue("cmi.core.lesson_location"), "5");
  assert.equal(api.LMSSetValue("cmi.core.score.raw", "400"), "false");
  assert.equal(api.LMSGetLastError(), "405");
  assert.equal(api.LMSFinish(""), "true");
});

test("1.2: launch values, and what was stored is there again", () => {
  const { course, holder, open } = page({
    items: [item("one", {
      entry: "resume", launch_data: "ld", mastery_score: 80, total_time: "0000:10:00.00",
      data: { "cmi.suspend_data": "page=3", "cmi.core.lesson_status": "incomplete", "cmi.interactions.0.id": "q1",
        "cmi.interactions.0.type": "choice", "cmi.interactions.1.id": "q2", "cmi.core.exit": "suspend" },
    })],
  });
  open(course.first());
  const api = holder.API;
  api.LMSInitialize("");
  const read = (name: string) => api.LMSGetValue(name);
  assert.deepEqual(
    ["core.student_id", "core.student_name", "core.entry", "core.credit", "core.lesson_mode", "core.lesson_status", "launch_data",
      "student_data.mastery_score", "suspend_data", "interactions._count"].map((name) => read(`cmi.${name}`)),
    ["u1", "Doe, Jane", "resume", "credit", "normal", "incomplete", "ld", "80", "page=3", "2"],
  );
});

test("1.2: status never set ends as incomplete; a score against mastery decides", () => {
  const plain = page({});
  plain.open(plain.course.first());
  plain.holder.API.LMSInitialize("");
  assert.equal(plain.holder.API.LMSGetValue("cmi.core.lesson_status"), "not attempted");
  plain.holder.API.LMSFinish("");
  assert.equal(plain.puts.at(-1)!.elements["cmi.core.lesson_status"], "incomplete");

  const scored = page({ items: [item("one", { mastery_score: 80 })] });
  scored.open(scored.course.first());
  const api = scored.holder.API;
  api.LMSInitialize("");
  api.LMSSetValue("cmi.core.score.raw", "90");
  assert.equal(api.LMSCommit(""), "true");
  assert.equal(scored.puts.at(-1)!.terminated, false);
  api.LMSFinish("");
  assert.equal(scored.puts.at(-1)!.elements["cmi.core.lesson_status"], "passed");
  assert.equal(scored.puts.at(-1)!.terminated, true);
});

test("1.2: who leaves early has failed nothing, whatever the course does with its score before", () => {
  for (const [exit, ends, status] of [
    [undefined, "player", "incomplete"],
    ["", "player", "incomplete"],
    ["suspend", "course", "incomplete"],
    ["", "course", "failed"],
  ] as const) {
    const { course, holder, puts, open, leave } = page({ items: [item("one", { mastery_score: 80 }), item("two")] });
    open(course.first());
    const api = holder.API;
    api.LMSInitialize("");
    api.LMSSetValue("cmi.core.score.raw", "0");
    if (exit !== undefined) api.LMSSetValue("cmi.core.exit", exit);
    if (ends === "course") api.LMSFinish("");
    else leave({ to: "continue" });
    assert.deepEqual([puts.at(-1)!.terminated, puts.at(-1)!.elements["cmi.core.lesson_status"]], [true, status], `${exit} by the ${ends}`);
  }
});

test("1.2: the course's own end is judged also after one that the player made", () => {
  const { course, holder, puts, open, leave } = page({ items: [item("one", { mastery_score: 80 })] });
  open(course.first());
  holder.API.LMSInitialize("");
  holder.API.LMSSetValue("cmi.core.score.raw", "90");
  leave({ to: "exit" });
  assert.equal(puts.at(-1)!.elements["cmi.core.lesson_status"], "incomplete");
  open(course.next(told("one")));
  holder.API.LMSInitialize("");
  holder.API.LMSFinish("");
  assert.equal(puts.at(-1)!.elements["cmi.core.lesson_status"], "passed", "its score was still there");
});

test("1.2: a course that never says goodbye is ended as suspended, and resumes in the same page", () => {
  const { course, holder, puts, open, leave } = page({ items: [item("one"), item("two")] });
  assert.equal(open(course.first()), "one");
  holder.API.LMSInitialize("");
  holder.API.LMSSetValue("cmi.suspend_data", "s".repeat(64_000));
  assert.equal(open(leave({ to: "continue" })), "two");
  assert.equal(puts.at(-1)!.elements["cmi.core.exit"], "suspend");
  holder.API.LMSInitialize("");
  assert.equal(holder.API.LMSGetValue("cmi.suspend_data"), "");
  assert.equal(open(leave({ to: "previous" })), "one");
  holder.API.LMSInitialize("");
  assert.equal(holder.API.LMSGetValue("cmi.core.entry"), "resume");
  assert.equal(holder.API.LMSGetValue("cmi.suspend_data").length, 64_000);
});

test("1.2: an item waits for its prerequisites", () => {
  const { course, launch } = page({ items: [item("one"), item("two", { prerequisites: "one" })] });
  assert.equal(course.may(told("two")), false);
  launch.items[0]!.completion = "completed";
  assert.equal(course.may(told("two")), true);
});

test("1.2: a folder is what its items are together; a name of nothing locks nothing", () => {
  const folder = item("folder", { href: null, children: [item("one"), item("hidden", { visible: false }), item("two")] });
  const items = [folder, item("after", { prerequisites: "folder" }), item("typo", { prerequisites: "fodler & one" }),
    item("unseen", { prerequisites: "hidden" }), item("empty", { href: null }), item("free", { prerequisites: "empty" })];
  const { course, launch } = page({ items });
  const may = () => ["after", "typo", "unseen", "free"].map((id) => course.may(told(id)));
  assert.deepEqual(may(), [false, false, true, true]);
  const [one, , two] = launch.items[0]!.children;
  one!.completion = "completed";
  assert.deepEqual(may(), [false, true, true, true]);
  two!.success = "failed";
  assert.equal(course.may(told("after")), false);
  two!.success = "passed";
  assert.equal(course.may(told("after")), true);
});

test("2004: containers are refused with 351 and the session lives on", () => {
  const { course, holder, open } = page({ standard: "scorm2004" });
  open(course.first());
  const api = holder.API_1484_11;
  assert.equal(api.Initialize(""), "true");
  for (const name of ["cmi", "cmi.score", "adl", "cmi.interactions", "cmi.objectives.0"]) {
    assert.equal(api.SetValue(name, "x"), "false", name);
    assert.equal(api.GetLastError(), "351", name);
  }
  assert.equal(api.SetValue("currentState", 2), "false");
  assert.equal(api.SetValue("cmi.location", "p1"), "true");
  assert.equal(api.GetLastError(), "0");
  assert.equal(api.GetValue("cmi.location"), "p1");
  assert.equal(api.Terminate(""), "true");
});

test("2004: in order only; one request with Terminate; nothing of one item shows in the next", () => {
  const { course, holder, puts, open, leave } = page({
    standard: "scorm2004", items: inOrder("a", "b", "c"), manifest_sequencing: BOTH_WAYS,
  });
  assert.equal(open(course.first()), "a");
  const api = () => holder.API_1484_11;
  api().Initialize("");
  assert.deepEqual(["a", "b", "c"].map((id) => course.may(told(id))), [true, false, false]);
  assert.equal(course.may({ to: "continue" }), false);
  api().SetValue("cmi.suspend_data", "of a");
  api().SetValue("cmi.comments_from_learner.0.comment", "mine");
  api().SetValue("cmi.completion_status", "completed");
  api().SetValue("cmi.success_status", "passed");
  assert.equal(course.may({ to: "continue" }), true);
  assert.equal(open(leave({ to: "continue" })), "b");
  assert.equal(puts.at(-1)!.elements["cmi.success_status"], "passed");
  api().Initialize("");
  assert.equal(api().GetValue("cmi.suspend_data"), "");
  assert.equal(api().GetValue("cmi.comments_from_learner._count"), "0");
  assert.equal(api().GetValue("cmi.completion_status"), "unknown");
  assert.deepEqual(["a", "b", "c"].map((id) => course.may(told(id))), [true, true, false]);
  assert.deepEqual(leave(told("c")), { blocked: true });
});

test("2004: a closed window resumes where it was, with little to send", () => {
  const items = inOrder("a", "b", "c", "d", "e");
  const first = page({ standard: "scorm2004", items, manifest_sequencing: BOTH_WAYS });
  first.open(first.course.first());
  first.holder.API_1484_11.Initialize("");
  first.holder.API_1484_11.SetValue("cmi.success_status", "passed");
  first.open(first.leave({ to: "continue" }));
  first.holder.API_1484_11.Initialize("");
  first.holder.API_1484_11.SetValue("cmi.location", "7");
  first.holder.API_1484_11.Commit("");
  const last = first.puts.at(-1)!; // and now the window is gone
  assert.ok(JSON.stringify(last.sequencing).length < 8_000, `${JSON.stringify(last.sequencing).length} bytes`);

  items[1]!.data = last.elements;
  items[1]!.entry = "resume";
  const again = page({ standard: "scorm2004", items, manifest_sequencing: BOTH_WAYS, sequencing: last.sequencing, current: "b" });
  assert.equal(again.open(again.course.first()), "b");
  const api = again.holder.API_1484_11;
  api.Initialize("");
  assert.equal(api.GetValue("cmi.entry"), "resume");
  assert.equal(api.GetValue("cmi.location"), "7");
  assert.equal(again.course.may(told("c")), false);
});

test("2004: a closed window resumes also where nothing may be chosen", () => {
  const onward = { root: { control_mode: { choice: false, choice_exit: true, flow: true, forward_only: true } } };
  const items = [item("a"), item("b"), item("c")];
  const first = page({ standard: "scorm2004", items, manifest_sequencing: onward });
  first.open(first.course.first());
  first.holder.API_1484_11.Initialize("");
  assert.equal(first.open(first.leave({ to: "continue" })), "b");
  first.holder.API_1484_11.Initialize("");
  first.holder.API_1484_11.SetValue("cmi.location", "7");
  first.holder.API_1484_11.Commit("");
  const last = first.puts.at(-1)!; // and now the window is gone
  const again = page({ standard: "scorm2004", items, manifest_sequencing: onward, sequencing: last.sequencing, current: "b" });
  assert.equal(again.open(again.course.first()), "b", "not the first, as if it were a new attempt");
  again.holder.API_1484_11.Initialize("");
  assert.equal(again.open(again.leave({ to: "continue" })), "c");
});

test("2004: leaving suspends everything and the next launch resumes it", () => {
  const items = inOrder("a", "b");
  const first = page({ standard: "scorm2004", items, manifest_sequencing: BOTH_WAYS });
  first.open(first.course.first());
  first.holder.API_1484_11.Initialize("");
  first.holder.API_1484_11.SetValue("cmi.exit", "normal");
  assert.deepEqual(first.leave({ to: "leave" }), { over: true, leave: true });
  assert.equal(first.puts.at(-1)!.elements["cmi.exit"], "suspend");
  const again = page({ standard: "scorm2004", items, manifest_sequencing: BOTH_WAYS, sequencing: first.puts.at(-1)!.sequencing });
  assert.equal(again.open(again.course.first()), "a");
});

test("2004: a package without any sequencing is a plain list", () => {
  const { course, holder, open, leave } = page({ standard: "scorm2004", items: [item("a"), item("b")] });
  assert.equal(open(course.first()), "a");
  holder.API_1484_11.Initialize("");
  assert.equal(open(leave({ to: "continue" })), "b");
  assert.equal(course.may({ to: "previous" }), true);
});

test("2004: the course's own request is followed; an ended course can be opened again", () => {
  const items = [item("a"), item("b")];
  const first = page({ standard: "scorm2004", items });
  first.open(first.course.first());
  const api = () => first.holder.API_1484_11;
  api().Initialize("");
  assert.equal(api().SetValue("adl.nav.request", "{target=b}choice"), "true");
  api().Terminate("");
  assert.equal(first.open(first.course.asked()!), "b");
  assert.equal(first.course.asked(), null);
  api().Initialize("");
  api().SetValue("adl.nav.request", "exitAll");
  api().Terminate("");
  assert.deepEqual(first.course.asked(), { over: true, leave: true });
  const again = page({ standard: "scorm2004", items, sequencing: first.puts.at(-1)!.sequencing, current: "b" });
  again.open(again.course.first());
  assert.equal(again.holder.API_1484_11.Initialize(""), "true");
});

test("2004: asked to go on past the last item the course is over, and each can be looked at again", () => {
  const { course, holder, open, leave } = page({ standard: "scorm2004", items: [item("a"), item("b")], manifest_sequencing: BOTH_WAYS });
  open(course.first());
  holder.API_1484_11.Initialize("");
  assert.equal(open(leave(told("b"))), "b");
  holder.API_1484_11.Initialize("");
  assert.equal(holder.API_1484_11.SetValue("adl.nav.request", "continue"), "true");
  assert.equal(holder.API_1484_11.Terminate(""), "true");
  assert.deepEqual(course.asked(), { over: true, leave: false });
  assert.equal(open(course.next(told("a"))), "a");
});

test("2004: after a session that ended by itself the item before can be opened afresh", () => {
  const { course, holder, open } = page({ standard: "scorm2004", items: [item("a"), item("b")] });
  open(course.first());
  holder.API_1484_11.Initialize("");
  holder.API_1484_11.SetValue("cmi.location", "9");
  holder.API_1484_11.Terminate("");
  assert.equal(course.asked(), null);
  assert.equal(open(course.next(told("a"))), "a");
  assert.equal(holder.API_1484_11.Initialize(""), "true");
  assert.equal(holder.API_1484_11.GetValue("cmi.entry"), "ab-initio");
  assert.equal(holder.API_1484_11.GetValue("cmi.location"), "");
});

test("2004: statuses follow the thresholds", () => {
  const objective = { id: "o", primary: true, satisfied_by_measure: true, min_normalized_measure: 0.8, map_info: [] };
  const { course, holder, puts, open } = page({
    standard: "scorm2004",
    items: [item("a", { completion_threshold: 0.5, sequencing: { objectives: [objective] } })],
    manifest_sequencing: BOTH_WAYS,
  });
  open(course.first());
  const api = holder.API_1484_11;
  api.Initialize("");
  assert.equal(api.GetValue("cmi.scaled_passing_score"), "0.8");
  api.SetValue("cmi.progress_measure", "0.6");
  api.SetValue("cmi.score.scaled", "0.7");
  api.Terminate("");
  const { elements } = puts.at(-1)!;
  assert.deepEqual([elements["cmi.completion_status"], elements["cmi.success_status"]], ["completed", "failed"]);
});
