import assert from "node:assert/strict";
import { test } from "node:test";
import { kindOf, refusalOf } from "../elements";

const containers = {
  scorm12: ["cmi", "cmi.core", "cmi.core.score", "cmi.student_data", "cmi.objectives", "cmi.objectives.0",
    "cmi.objectives.0.score", "cmi.interactions", "cmi.interactions.3", "cmi.interactions.3.objectives",
    "cmi.interactions.3.correct_responses.0"],
  scorm2004: ["cmi", "cmi.score", "cmi.learner_preference", "adl", "adl.nav", "adl.nav.request_valid", "adl.data",
    "cmi.comments_from_learner.0", "cmi.objectives.0.score", "cmi.interactions.0.correct_responses"],
} as const;

for (const standard of ["scorm12", "scorm2004"] as const) {
  test(`${standard}: containers are known as such`, () => {
    for (const name of containers[standard]) assert.equal(kindOf(standard, name), "container", name);
  });

  test(`${standard}: the library's own properties are no elements`, () => {
    for (const name of ["currentState", "settings", "lastErrorCode", "cmi.jsonString", "cmi.core._cmi_element", "__proto__",
      "constructor", "cmi.__proto__.x", "", "cmi.", ".cmi"]) {
      assert.equal(kindOf(standard, name), "unknown", name);
    }
  });
}

test("leaves and keywords", () => {
  for (const name of ["cmi.core.score.raw", "cmi.suspend_data", "cmi.interactions.12.correct_responses.0.pattern"]) {
    assert.equal(kindOf("scorm12", name), "leaf", name);
  }
  for (const name of ["cmi.score.scaled", "adl.nav.request", "adl.nav.request_valid.choice.{target=item-1.a}", "adl.data.0.store"]) {
    assert.equal(kindOf("scorm2004", name), "leaf", name);
  }
  assert.equal(kindOf("scorm12", "cmi.core._children"), "keyword");
  assert.equal(kindOf("scorm12", "cmi.interactions._count"), "keyword");
  assert.equal(kindOf("scorm2004", "cmi._version"), "keyword");
});

test("the refusal speaks the standard's numbers", () => {
  assert.equal(refusalOf("scorm12", "container"), "402");
  assert.equal(refusalOf("scorm12", "unknown"), "401");
  assert.equal(refusalOf("scorm2004", "container"), "351");
  assert.equal(refusalOf("scorm2004", "keyword"), "404");
  assert.equal(refusalOf("scorm2004", "unknown"), "401");
});
