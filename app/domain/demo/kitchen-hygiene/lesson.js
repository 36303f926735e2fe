"use strict";

(() => {
  const find = (test) => document.querySelector(`[data-test="${test}"]`);
  const pages = [...document.querySelectorAll("[data-page]")];
  const links = [...document.querySelectorAll("[data-go]")];
  const names = pages.map((section) => section.dataset.page);
  const connection = find("connection");
  const back = find("back");
  const next = find("next");
  const onward = find("continue-to-quiz");
  const read = new Set();
  let page = 0;
  let completed = false;

  function stored() {
    try {
      const data = JSON.parse(Scorm.get("cmi.suspend_data") || "{}");
      return data && typeof data === "object" ? data : {};
    } catch {
      return {};
    }
  }

  function remember() {
    Scorm.put("cmi.location", names[page]);
    Scorm.put("cmi.suspend_data", JSON.stringify({ page: names[page], read: [...read] }));
    Scorm.put("cmi.progress_measure", completed ? 1 : read.size / pages.length);
    Scorm.put("cmi.completion_status", completed ? "completed" : "incomplete");
    Scorm.put("cmi.exit", completed ? "normal" : "suspend");
    Scorm.save();
  }

  function show(index) {
    page = index;
    read.add(names[page]);
    completed = completed || read.size === pages.length;
    pages.forEach((section, at) => {
      section.hidden = at !== page;
    });
    links.forEach((link, at) => {
      if (at === page) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    });
    const last = page === pages.length - 1;
    back.disabled = page === 0;
    next.hidden = last;
    onward.hidden = !last;
    find("position").textContent = `Page ${page + 1} of ${pages.length}`;
    find("progress").value = completed ? pages.length : read.size;
    find("unread").textContent = "";
  }

  function go(index) {
    show(index);
    remember();
    window.scrollTo(0, 0);
    pages[page].querySelector("h2").focus({ preventScroll: true });
  }

  function resume() {
    const data = stored();
    const bookmark = Scorm.get("cmi.location") || data.page;
    completed = Scorm.get("cmi.completion_status") === "completed";
    if (Array.isArray(data.read)) {
      for (const name of data.read) if (names.includes(name)) read.add(name);
    }
    show(Math.max(0, names.indexOf(bookmark)));
  }

  function close(text, request) {
    Scorm.put("adl.nav.request", request);
    if (!Scorm.close()) {
      Scorm.put("adl.nav.request", "_none_");
      connection.textContent = "Not saved. Try again, or close the window.";
      return;
    }
    document.body.dataset.ended = "true";
    find("ended-text").textContent = text;
    find("ended").hidden = false;
    find("ended").querySelector("h2").focus();
  }

  function toQuiz() {
    if (!completed) {
      const missing = names.findIndex((name) => !read.has(name));
      go(missing);
      find("unread").textContent = `Page ${missing + 1} is still to be read.`;
      return;
    }
    close("The quiz comes next. If it does not open by itself, choose it in the table of contents.", "continue");
  }

  back.addEventListener("click", () => go(page - 1));
  next.addEventListener("click", () => go(page + 1));
  links.forEach((link, at) => link.addEventListener("click", () => go(at)));
  onward.addEventListener("click", toQuiz);
  find("exit").addEventListener("click", () => {
    close("You can close this window or go back to the portal.", "suspendAll");
  });
  window.addEventListener("pagehide", () => Scorm.close(true));
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") Scorm.save();
  });

  Scorm.open((line, state) => {
    connection.textContent = line;
    connection.dataset.state = state;
  });
  find("learner").textContent = Scorm.get("cmi.learner_name");
  resume();
  remember();
})();
