"use strict";

(() => {
  const find = (test) => document.querySelector(`[data-test="${test}"]`);
  const connection = find("connection");
  let answers = {};
  let submitted = false;

  function stored() {
    try {
      const data = JSON.parse(Scorm.get("cmi.suspend_data") || "{}");
      return data && typeof data === "object" ? data : {};
    } catch {
      return {};
    }
  }

  function firstOpen() {
    const open = quizData.questions.find(({ id }) => !answers[id]);
    return open ? `question-${open.id}` : "end";
  }

  function remember() {
    const done = Object.keys(answers).length / Quiz.count;
    Scorm.put("cmi.location", submitted ? "result" : firstOpen());
    Scorm.put("cmi.suspend_data", JSON.stringify({ answers, submitted }));
    Scorm.put("cmi.progress_measure", submitted || wasCompleted ? 1 : done);
    Scorm.put("cmi.exit", submitted ? "normal" : "suspend");
    Scorm.save();
  }

  Scorm.open((line, state) => {
    connection.textContent = line;
    connection.dataset.state = state;
  });
  find("learner").textContent = Scorm.get("cmi.learner_name");
  let wasCompleted = Scorm.get("cmi.completion_status") === "completed";
  const data = stored();
  answers = Quiz.knownAnswers(data.answers);
  submitted = data.submitted === true && Object.keys(answers).length === Quiz.count;
  if (!wasCompleted) Scorm.put("cmi.completion_status", "incomplete");

  const scaledPass = Number(Scorm.get("cmi.scaled_passing_score"));
  Quiz.mount(find("quiz"), { answers: { ...answers }, submitted }, {
    passMark: scaledPass > 0 && scaledPass <= 1 ? Math.round(scaledPass * 100) : 0,
    answered(now) {
      answers = now;
      remember();
    },
    submitted(score, now) {
      answers = now;
      submitted = true;
      wasCompleted = true;
      Scorm.put("cmi.score.min", 0);
      Scorm.put("cmi.score.max", 100);
      Scorm.put("cmi.score.raw", score.raw);
      Scorm.put("cmi.score.scaled", score.raw / 100);
      Scorm.put("cmi.success_status", score.passed ? "passed" : "failed");
      Scorm.put("cmi.completion_status", "completed");
      remember();
    },
    restarted() {
      answers = {};
      submitted = false;
      remember();
    },
  });
  remember();

  const bookmark = document.querySelector(`[data-test="${Scorm.get("cmi.location")}"]`);
  if (bookmark && Object.keys(answers).length > 0) bookmark.scrollIntoView({ block: "center" });

  find("exit").addEventListener("click", () => {
    Scorm.put("adl.nav.request", submitted ? "exitAll" : "suspendAll");
    if (!Scorm.close()) {
      Scorm.put("adl.nav.request", "_none_");
      connection.textContent = "Not saved. Press Exit again, or close the window.";
      return;
    }
    document.body.dataset.ended = "true";
    find("ended").hidden = false;
    find("ended").querySelector("h2").focus();
  });
  window.addEventListener("pagehide", () => Scorm.close(true));
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") Scorm.save();
  });
})();
