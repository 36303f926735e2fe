"use strict";

const Scorm = (() => {
  const RETRY_MS = 10000;
  const LEVELS = 50;
  const pending = new Map();
  let api = null;
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
      const found = win.API;
      return found && typeof found.LMSInitialize === "function" ? found : null;
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
      return String(api[name](...values));
    } catch (error) {
      console.warn(`${name} failed`, error);
      return "";
    }
  }

  function explain(what) {
    const code = call("LMSGetLastError");
    console.warn(`${what}: error ${code || "unknown"} ${call("LMSGetErrorString", code)}`);
  }

  const isOpen = () => state === "saved" || state === "unsaved" || state === "review";

  function open(onChange) {
    announce = onChange;
    startedAt = Date.now();
    api = find();
    if (!api) return tell("absent");
    if (call("LMSInitialize", "") !== "true") {
      explain("LMSInitialize");
      return tell("refused");
    }
    state = "saved";
    const mode = get("cmi.core.lesson_mode");
    tracked = mode !== "review" && mode !== "browse";
    tell(tracked ? "saved" : "review");
  }

  function get(element) {
    return isOpen() ? call("LMSGetValue", element) : "";
  }

  function put(element, value) {
    if (isOpen() && tracked) pending.set(element, String(value));
  }

  function sessionTime() {
    const hundredths = Math.floor((Date.now() - startedAt) / 10);
    const two = (number) => String(number).padStart(2, "0");
    const hours = Math.min(9999, Math.floor(hundredths / 360000));
    const minutes = Math.floor(hundredths / 6000) % 60;
    const seconds = Math.floor(hundredths / 100) % 60;
    return `${String(hours).padStart(4, "0")}:${two(minutes)}:${two(seconds)}.${two(hundredths % 100)}`;
  }

  function flush() {
    for (const [element, value] of pending) {
      const answer = call("LMSSetValue", element, value);
      if (answer === "") return false;
      if (answer !== "true") explain(`LMSSetValue ${element}`);
      pending.delete(element);
    }
    if (call("LMSCommit", "") === "true") return true;
    explain("LMSCommit");
    return false;
  }

  function save() {
    if (!isOpen() || !tracked) return false;
    clearTimeout(retry);
    put("cmi.core.session_time", sessionTime());
    const saved = flush();
    tell(saved ? "saved" : "unsaved");
    if (!saved) retry = setTimeout(save, RETRY_MS);
    return saved;
  }

  function close(leaving = false) {
    if (!isOpen()) return true;
    if (tracked && !save() && !leaving) return false;
    clearTimeout(retry);
    if (call("LMSFinish", "") === "true") {
      tell("ended");
      return true;
    }
    explain("LMSFinish");
    tell("unsaved");
    return false;
  }

  return { open, get, put, save, close, isOpen };
})();
