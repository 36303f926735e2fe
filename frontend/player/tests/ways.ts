/** The ways out of a page, without a browser: what left it, by which way and in which order. */
import type { test } from "node:test";
import type { Commit } from "../wire";

export type Test = Parameters<NonNullable<Parameters<typeof test>[0]>>[0];
export type Way = "fetch" | "keepalive" | "synchronous" | "beacon";

export interface Gone {
  by: Way;
  to: string;
  /** Null for what has no body, such as the end. */
  commit: Commit | null;
}

/** Something a browser has and node has not, or differently; put back after the test. */
export function lend(t: Test, name: string, value: unknown): void {
  const before = Object.getOwnPropertyDescriptor(globalThis, name);
  Object.defineProperty(globalThis, name, { configurable: true, writable: true, value });
  t.after(() => (before ? Object.defineProperty(globalThis, name, before) : Reflect.deleteProperty(globalThis, name)));
}

/**
 * Watches every way out. `answer` is what the server says, null for nothing as yet; `strict` browsers refuse
 * synchronous requests of a closing page.
 */
export function watchWays(t: Test, { answer = accept, strict = true }: { answer?: (commit: Commit) => Response | null; strict?: boolean } = {}): Gone[] {
  const gone: Gone[] = [];
  const note = (by: Way, to: string, body?: string) => {
    const commit = body === undefined ? null : (JSON.parse(body) as Commit);
    gone.push({ by, to, commit });
    return commit;
  };
  lend(t, "fetch", (to: string, { body, keepalive }: { body: string; keepalive?: boolean }) => {
    const said = answer(note(keepalive ? "keepalive" : "fetch", to, body)!);
    return said === null ? new Promise(() => undefined) : Promise.resolve(said);
  });
  const sendBeacon = (to: string, body?: string) => {
    note("beacon", to, body);
    return true;
  };
  lend(t, "navigator", { sendBeacon });
  lend(
    t,
    "XMLHttpRequest",
    class {
      status = 200;
      private to = "";
      open(_: string, to: string): void {
        this.to = to;
      }
      setRequestHeader(): void {}
      send(body: string): void {
        if (strict) throw new Error("synchronous request of a closing page");
        note("synchronous", this.to, body);
      }
    },
  );
  return gone;
}

function accept({ sequence }: Commit): Response {
  return Response.json({ accepted: sequence });
}

/** The ways alone, in order. */
export function ways(gone: Gone[]): Way[] {
  return gone.map(({ by }) => by);
}
