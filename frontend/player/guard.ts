/**
 * What a course finds as `window.API` or `window.API_1484_11`: the standard's eight functions and nothing
 * else of the library. Names are checked before, every answer is a string, and nothing thrown inside the
 * library reaches the course.
 */
import { kindOf, refusalOf } from "./elements";
import type { Standard } from "./wire";

/** The part of scorm-again's two API classes that is used at run time (same names in both). */
export interface Library {
  isInitialized(): boolean;
  lmsInitialize(parameter: string): string;
  lmsFinish(parameter: string): string;
  lmsGetValue(name: string): unknown;
  lmsSetValue(name: string, value: string): string;
  lmsCommit(parameter: string): string;
  lmsGetLastError(): string;
  lmsGetErrorString(code: string): string;
  lmsGetDiagnostic(code: string): string;
}

/** What the player does around the library's answers. */
export interface Watcher {
  initialized(): void;
  /** The library took this value. */
  stored(name: string, value: string): void;
  /** Called before the library is told, so that the player's own navigation request can be put in. */
  finishing(): void;
  finished(): void;
  committed(): void;
}

/** "Not implemented" in 1.2, "undefined element" in 2004: the same number by chance. */
const NOT_A_VALUE = "401";
const GENERAL = "101";

export class Guard {
  /** An error of our own; the library's counts while this is null. */
  private error: string | null = null;

  constructor(
    private readonly standard: Exclude<Standard, "web">,
    private readonly library: Library,
    private readonly watcher: Watcher,
  ) {}

  initialize(parameter: unknown): string {
    const answer = this.ask(() => this.library.lmsInitialize(text(parameter)));
    if (answer === "true") this.watcher.initialized();
    return answer;
  }

  finish(parameter: unknown): string {
    // Only a call that can succeed: a second Terminate must not touch what the first one left.
    if (text(parameter) === "" && this.library.isInitialized()) this.watcher.finishing();
    const answer = this.ask(() => this.library.lmsFinish(text(parameter)));
    if (answer === "true") this.watcher.finished();
    return answer;
  }

  getValue(name: unknown): string {
    const element = text(name);
    if (this.library.isInitialized()) {
      const kind = kindOf(this.standard, element);
      if (kind === "container" || kind === "unknown") return this.refuse(NOT_A_VALUE, "");
    }
    return this.ask(() => this.library.lmsGetValue(element), "");
  }

  setValue(name: unknown, value: unknown): string {
    const element = text(name);
    // Before Initialize and after Terminate the library refuses everything with the right error itself.
    if (this.library.isInitialized()) {
      const kind = kindOf(this.standard, element);
      if (kind !== "leaf") return this.refuse(refusalOf(this.standard, kind), "false");
    }
    const given = text(value);
    const answer = this.ask(() => this.library.lmsSetValue(element, given));
    if (answer === "true") this.watcher.stored(element, given);
    return answer;
  }

  commit(parameter: unknown): string {
    const answer = this.ask(() => this.library.lmsCommit(text(parameter)));
    if (answer === "true") this.watcher.committed();
    return answer;
  }

  lastError(): string {
    return this.error ?? this.library.lmsGetLastError();
  }

  errorString(code: unknown): string {
    return this.library.lmsGetErrorString(text(code));
  }

  diagnostic(code: unknown): string {
    return this.library.lmsGetDiagnostic(text(code) || this.lastError());
  }

  private ask(call: () => unknown, otherwise = "false"): string {
    this.error = null;
    try {
      const answer = call();
      if (typeof answer === "object" && answer !== null) return this.refuse(NOT_A_VALUE, otherwise);
      return text(answer);
    } catch (fault) {
      console.warn("the run-time library failed", fault);
      return this.refuse(GENERAL, otherwise);
    }
  }

  private refuse(code: string, answer: string): string {
    this.error = code;
    return answer;
  }
}

/** `window.API` of SCORM 1.2. */
export function api12(guard: Guard) {
  return Object.freeze({
    LMSInitialize: (parameter: unknown) => guard.initialize(parameter),
    LMSFinish: (parameter: unknown) => guard.finish(parameter),
    LMSGetValue: (name: unknown) => guard.getValue(name),
    LMSSetValue: (name: unknown, value: unknown) => guard.setValue(name, value),
    LMSCommit: (parameter: unknown) => guard.commit(parameter),
    LMSGetLastError: () => guard.lastError(),
    LMSGetErrorString: (code: unknown) => guard.errorString(code),
    LMSGetDiagnostic: (code: unknown) => guard.diagnostic(code),
  });
}

/** `window.API_1484_11` of SCORM 2004. */
export function api2004(guard: Guard) {
  return Object.freeze({
    version: "1.0",
    Initialize: (parameter: unknown) => guard.initialize(parameter),
    Terminate: (parameter: unknown) => guard.finish(parameter),
    GetValue: (name: unknown) => guard.getValue(name),
    SetValue: (name: unknown, value: unknown) => guard.setValue(name, value),
    Commit: (parameter: unknown) => guard.commit(parameter),
    GetLastError: () => guard.lastError(),
    GetErrorString: (code: unknown) => guard.errorString(code),
    GetDiagnostic: (code: unknown) => guard.diagnostic(code),
  });
}

/** Courses pass numbers, nothing, even null; the standards know strings only. */
function text(value: unknown): string {
  return value === undefined || value === null ? "" : String(value);
}
