"use strict";

(() => {
  const find = (test) => document.querySelector(`[data-test="${test}"]`);
  const pages = [...document.querySelectorAll("[data-page]")];
  const links = [...document.querySelectorAll("[data-go]")];
  const connection = find("connection");
  const back = find("back");
  const next = find("next");
  let page = 0;
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

  function remember() {
    Scorm.put("cmi.core.lesson_location", pages[page].dataset.page);
    Scorm.put("cmi.suspend_data", JSON.stringify({ page: pages[page].dataset.page, answers, submitted }));
    Scorm.put("cmi.core.exit", submitted ? "" : "suspend");
    Scorm.save();
  }

  function show(index) {
    page = index;
    pages.forEach((section, at) => {
      section.hidden = at !== page;
    });
    links.forEach((link, at) => {
      if (at === page) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    });
    back.disabled = page === 0;
    next.hidden = page === pages.length - 1;
    find("position").textContent = `Page ${page + 1} of ${pages.length}`;
  }

  function go(index) {
    show(index);
    remember();
    window.scrollTo(0, 0);
    pages[page].querySelector("h2").focus({ preventScroll: true });
  }

  function resume() {
    const data = stored();
    const bookmark = Scorm.get("cmi.core.lesson_location") || data.page;
    answers = Quiz.knownAnswers(data.answers);
    submitted = data.submitted === true && Object.keys(answers).length === Quiz.count;
    show(Math.max(0, pages.findIndex((section) => section.dataset.page === bookmark)));
  }

  function startQuiz() {
    const mastery = Number(Scorm.get("cmi.student_data.mastery_score"));
    Quiz.mount(find("quiz"), { answers: { ...answers }, submitted }, {
      passMark: mastery > 0 && mastery <= 100 ? mastery : 0,
      answered(now) {
        answers = now;
        remember();
      },
      submitted(score, now) {
        answers = now;
        submitted = true;
        Scorm.put("cmi.core.score.min", 0);
        Scorm.put("cmi.core.score.max", 100);
        Scorm.put("cmi.core.score.raw", score.raw);
        Scorm.put("cmi.core.lesson_status", score.passed ? "passed" : "failed");
        remember();
      },
      restarted() {
        answers = {};
        submitted = false;
        remember();
      },
    });
  }

  function begin() {
    Scorm.open((line, state) => {
      connection.textContent = line;
      connection.dataset.state = state;
    });
    find("learner").textContent = Scorm.get("cmi.core.student_name");
    const status = Scorm.get("cmi.core.lesson_status");
    resume();
    startQuiz();
    if (!["passed", "completed", "failed"].includes(status)) {
      Scorm.put("cmi.core.lesson_status", "incomplete");
    }
    remember();
  }

  function exit() {
    if (!Scorm.close()) {
      connection.textContent = "Not saved. Press Exit again, or close the window.";
      return;
    }
    document.body.dataset.ended = "true";
    find("ended").hidden = false;
    find("ended").querySelector("h2").focus();
  }

  back.addEventListener("click", () => go(page - 1));
  next.addEventListener("click", () => go(page + 1));
  links.forEach((link, at) => link.addEventListener("click", () => go(at)));
  find("exit").addEventListener("click", exit);
  window.addEventListener("pagehide", () => Scorm.close(true));
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") Scorm.save();
  });

  const center = find("load-center");
  center.addEventListener("input", () => {
    const limits = { 500: "2,500", 600: "2,260", 700: "2,060" };
    const shift = (center.value - 500) * 0.16;
    document.getElementById("center-load").setAttribute("width", 160 + 2 * shift);
    document.getElementById("center-mark").setAttribute("transform", `translate(${shift} 0)`);
    document.getElementById("center-line").setAttribute("d", `M97 36h${44 + shift}`);
    find("load-limit").textContent = `Center at ${center.value} mm: at most ${limits[center.value]} kg`;
  });

  begin();
})();
