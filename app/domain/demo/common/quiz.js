"use strict";

const Quiz = (() => {
  const { questions, passMark } = quizData;

  function element(tag, properties = {}, test = "") {
    const made = Object.assign(document.createElement(tag), properties);
    if (test) made.dataset.test = test;
    return made;
  }

  function option(question, letter) {
    const label = element("label", { className: "option" });
    const input = element(
      "input",
      {
        type: "radio",
        name: `question-${question.id}`,
        id: `answer-${question.id}-${letter}`,
        value: letter,
      },
      `answer-${question.id}-${letter}`,
    );
    label.append(input, element("span", { textContent: question.options[letter] }));
    return label;
  }

  function fieldset(question) {
    const box = element("fieldset", {}, `question-${question.id}`);
    const legend = element("legend");
    legend.append(
      element("span", { className: "number", textContent: `${question.id}.` }),
      ` ${question.text}`,
    );
    const note = element("p", { className: "note", hidden: true }, `feedback-${question.id}`);
    box.append(legend, ...Object.keys(question.options).map((letter) => option(question, letter)), note);
    return box;
  }

  function grade(answers) {
    const right = questions.filter((question) => answers[question.id] === question.right).length;
    return { right, of: questions.length, raw: Math.round((right / questions.length) * 100) };
  }

  function knownAnswers(stored) {
    const known = {};
    for (const { id, options } of questions) {
      const letter = stored && typeof stored === "object" ? stored[id] : undefined;
      if (typeof letter === "string" && Object.hasOwn(options, letter)) known[id] = letter;
    }
    return known;
  }

  function mount(place, start, hooks) {
    const mark = hooks.passMark || passMark;
    let answers = start.answers;
    const list = element("div", { className: "questions" });
    list.append(...questions.map(fieldset));
    const problem = element("p", { className: "problem", role: "alert" }, "quiz-problem");
    const submit = element(
      "button",
      { type: "button", id: "submit-quiz", className: "primary", textContent: "Submit answers" },
      "submit-quiz",
    );
    const result = element("div", { className: "result", id: "result", tabIndex: -1, hidden: true }, "result");
    result.setAttribute("role", "group");
    result.setAttribute("aria-labelledby", "result-title");
    const title = element("h3", { id: "result-title" }, "result-title");
    const text = element("p");
    const retry = element(
      "button",
      { type: "button", id: "retry-quiz", textContent: "Try again" },
      "retry-quiz",
    );
    result.append(title, text, retry);
    place.append(result, list, problem, submit);

    const inputs = () => [...list.querySelectorAll("input")];

    function fill() {
      for (const input of inputs()) {
        input.checked = answers[input.name.replace("question-", "")] === input.value;
      }
    }

    function showNotes(passed) {
      questions.forEach((question, index) => {
        const box = list.children[index];
        const note = box.querySelector(".note");
        const right = answers[question.id] === question.right;
        box.dataset.outcome = right ? "right" : "wrong";
        note.replaceChildren(
          element("strong", { textContent: right ? "✓ Right." : "✗ Not right." }),
          right || passed ? ` ${question.why}` : ` See ${question.see}.`,
        );
        note.hidden = false;
      });
    }

    function showResult() {
      const score = grade(answers);
      const passed = score.raw >= mark;
      result.dataset.score = score.raw;
      result.dataset.outcome = passed ? "passed" : "failed";
      title.textContent = passed ? `✓ Passed with ${score.raw} of 100` : `✗ Not passed: ${score.raw} of 100`;
      text.textContent = passed
        ? `${score.right} of ${score.of} answers are right. You can close the course with Exit.`
        : `${score.right} of ${score.of} answers are right, and ${mark} of 100 are needed. The notes below say where to read again.`;
      retry.hidden = passed;
      result.hidden = false;
      submit.hidden = true;
      for (const input of inputs()) input.disabled = true;
      showNotes(passed);
      return { ...score, passed };
    }

    function clear() {
      answers = {};
      fill();
      for (const input of inputs()) input.disabled = false;
      for (const box of list.children) {
        delete box.dataset.outcome;
        box.querySelector(".note").hidden = true;
      }
      result.hidden = true;
      submit.hidden = false;
    }

    list.addEventListener("change", ({ target }) => {
      answers[target.name.replace("question-", "")] = target.value;
      problem.textContent = "";
      hooks.answered({ ...answers });
    });

    submit.addEventListener("click", () => {
      const open = questions.filter(({ id }) => !answers[id]);
      if (open.length > 0) {
        problem.textContent =
          open.length === 1
            ? `Question ${open[0].id} has no answer yet.`
            : `Questions ${open.map(({ id }) => id).join(", ")} have no answer yet.`;
        document.getElementById(`answer-${open[0].id}-a`).focus();
        return;
      }
      hooks.submitted(showResult(), { ...answers });
      result.focus();
      result.scrollIntoView({ block: "start" });
    });

    retry.addEventListener("click", () => {
      clear();
      hooks.restarted();
      document.getElementById("answer-1-a").focus();
    });

    fill();
    if (start.submitted) showResult();
  }

  return { mount, knownAnswers, count: questions.length };
})();
