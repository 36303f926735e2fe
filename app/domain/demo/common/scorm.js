"use strict";

// The course's side of SCORM: of 1.2 where the portal offers that, of 2004 else.
const Scorm = (() => {
  const two = (number) => String(number).padStart(2, "0");
  const STANDARDS = [
    {
      object: "API",
      verb: (name) => (name === "Terminate" ? "LMSFinish" : `LMS${name}`),
      mode: "cmi.core.lesson_mode",
      time: "cmi.core.session_time",
      duration: (hours, minutes, hundredths) =>
        `${String(Math.min(9999, hours)).padStart(4, "0")}:${two(minutes)}:${two(Math.floor(hundredths / 100))}.${two(hundredths % 100)}`,
    },
    {
      object: "API_1484_11",
      verb: (name) => name,
      mode: "cmi.mode",
      time: "cmi.session_time",
      duration: (hours, minutes, hundredths) => `PT${hours}H${minutes}M${hundredths / 100}S`,
    },
  ];
  const RETRY_MS = 10000;
  const LEVELS = 50;
  const pending = new Map();
  let api = null;
  let standard = null;
  let state = "absent";
  let tracked = true;
  let startedAt = 0;
  let retry = 0;
  let announce = () => {};

  const lines = {
    absent: "Not connected, nothing is saved.",
    refused: "The portal did not open the course, nothing is saved.",
    review: "Looking back, nothing is recorded.",
    saved: "Your progress is saved.",
    unsaved: "Not saved yet. Trying again.",
    ended: "",
  };

  function tell(next) {
    state = next;
    announce(lines[next], next);
  }

  function apiOf(win) {
    try {
      standard = STANDARDS.find((one) => typeof win[one.object]?.[one.verb("Initialize")] === "function");
      return standard ? win[standard.object] : null;
    } catch {
      return null;
    }
  }

  function walk(start) {
    let win = start;
    for (let level = 0; win && level < LEVELS; level += 1) {
      const found = apiOf(win);
      if (found) return found;
      if (win.parent === win) return null;
      win = win.parent;
    }
    return null;
  }

  function find() {
    const fromParents = walk(window);
    if (fromParents) return fromParents;
    for (const win of [window, window.top]) {
      try {
        const found = win.opener ? walk(win.opener) : null;
        if (found) return found;
      } catch {
        continue;
      }
    }
    return null;
  }

  function call(name, ...values) {
    try {
      return String(api[standard.verb(name)](...values));
    } catch (error) {
      console.warn(`${name} failed`, error);
      return "";
    }
  }

  function explain(what) {
    const code = call("GetLastError");
    console.warn(`${what}: error ${code || "unknown"} ${call("GetErrorString", code)}`);
  }

  const isOpen = () => state === "saved" || state === "unsaved" || state === "review";

  function open(onChange) {
    announce = onChange;
    startedAt = Date.now();
    api = find();
    if (!api) return tell("absent");
    if (call("Initialize", "") !== "true") {
      explain("Initialize");
      return tell("refused");
    }
    state = "saved";
    const mode = get(standard.mode);
    tracked = mode !== "review" && mode !== "browse";
    tell(tracked ? "saved" : "review");
  }

  function get(element) {
    return isOpen() ? call("GetValue", element) : "";
  }

  function put(element, value) {
    if (isOpen() && tracked) pending.set(element, String(value));
  }

  function sessionTime() {
    const hundredths = Math.floor((Date.now() - startedAt) / 10);
    return standard.duration(Math.floor(hundredths / 360000), Math.floor(hundredths / 6000) % 60, hundredths % 6000);
  }

  function flush() {
    for (const [element, value] of pending) {
      const answer = call("SetValue", element, value);
      if (answer === "") return false;
      if (answer !== "true") explain(`SetValue ${element}`);
      pending.delete(element);
    }
    if (call("Commit", "") === "true") return true;
    explain("Commit");
    return false;
  }

  function save() {
    if (!isOpen() || !tracked) return false;
    clearTimeout(retry);
    put(standard.time, sessionTime());
    const saved = flush();
    tell(saved ? "saved" : "unsaved");
    if (!saved) retry = setTimeout(save, RETRY_MS);
    return saved;
  }

  function close(leaving = false) {
    if (!isOpen()) return true;
    if (tracked && !save() && !leaving) return false;
    clearTimeout(retry);
    if (call("Terminate", "") === "true") {
      tell("ended");
      return true;
    }
    explain("Terminate");
    tell("unsaved");
    return false;
  }

  return { open, get, put, save, close, isOpen };
})();
