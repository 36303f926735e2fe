/**
 * How commits reach the server. While the page lives: fetch. While it closes: fetch with keepalive, which
 * outlives the page but carries 64 kB in all; what is larger goes by synchronous request where the browser
 * still allows one then (Chromium does not), and only then as a beacon (spec/runtime.md, trap 2).
 */
import type { Post, Reply } from "./queue";
import type { Commit, Elements } from "./wire";

/** Under the browsers' 64 KiB, which counts every keepalive body still under way together, and above what the longest
 * suspend data of the standards makes of a commit: 64,000 letters and some words around them. */
const KEEPALIVE_BYTES = 65_000;
/**
 * More than this goes without keepalive while the page is seen, so that a closing page has room for a whole commit. A page
 * that is hidden may be the last that its phone lets it say.
 */
const LIGHT_BYTES = KEEPALIVE_BYTES / 2;
const TIMEOUT_MS = 20_000;
/** What the server reads of one commit (server/src/content/mod.rs); it may hang up in the middle of a larger one. */
const MOST_BYTES = 2 << 20;
const COMMIT = "~lectern/commit";
const POST = { method: "POST", headers: { "content-type": "application/json" } };

export type TakeOver =
  /** The other page's hold is over; `sequence` where the server tells our last one. */
  | { kind: "taken"; sequence: number | null }
  /** The other page has saved since we last did: ours would replace it. */
  | { kind: "newer" }
  | { kind: "ended" }
  | { kind: "later" };

export class Http implements Post {
  private keptAlive = 0;
  /** Numbers under way that outlive the page anyway: sending them twice would only use up the 64 kB. */
  private readonly underWay = new Set<number>();
  /** What the server has acknowledged, by item and session: a closing page need not repeat it. */
  private readonly acknowledged = new Map<string, Elements>();

  async send(commit: Commit): Promise<Reply> {
    const body = JSON.stringify(commit);
    const bytes = size(body);
    if (bytes > MOST_BYTES) return { kind: "invalid", body: null };
    const keepalive = (bytes <= LIGHT_BYTES || globalThis.document?.hidden) && this.mayKeepAlive(bytes);
    if (keepalive) {
      this.keptAlive += bytes;
      this.underWay.add(commit.sequence);
    }
    let reply: Reply;
    try {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      reply = await read(await fetch(COMMIT, { ...POST, body, keepalive, cache: "no-store", signal }));
    } finally {
      if (keepalive) this.keptAlive -= bytes;
      this.underWay.delete(commit.sequence);
    }
    if (reply.kind === "accepted" && reply.body.accepted === commit.sequence) this.remember(commit);
    return reply;
  }

  sendNow(commits: Commit[]): void {
    for (const commit of newest(commits)) {
      if (this.underWay.has(commit.sequence)) continue;
      const whole = JSON.stringify(commit);
      if (this.keepAlive(whole)) continue;
      const news = this.news(commit);
      if (this.keepAlive(JSON.stringify(news)) || synchronous(whole)) continue;
      const rest = JSON.stringify(fitting(news, KEEPALIVE_BYTES - this.keptAlive));
      if (!this.keepAlive(rest)) navigator.sendBeacon(COMMIT, rest);
    }
  }

  /** Asks to be the page that saves. Where another has saved newer work, only who means to replace it gets that. */
  async takeOver(replace: boolean): Promise<TakeOver> {
    const body = JSON.stringify({ replace });
    const answer = fetch("~lectern/take-over", { ...POST, body, cache: "no-store" });
    const response = await answer.catch(() => null);
    if (response === null) return { kind: "later" };
    if (response.status === 409) return { kind: "newer" };
    if (!response.ok) return { kind: isGone(response.status) ? "ended" : "later" };
    const told = (await response.json().catch(() => null)) as { sequence?: unknown } | null;
    return { kind: "taken", sequence: typeof told?.sequence === "number" ? told.sequence : null };
  }

  /** A courtesy: without it the server notices by time-out. */
  end(): void {
    navigator.sendBeacon("~lectern/end");
  }

  private keepAlive(body: string): boolean {
    const bytes = size(body);
    if (!this.mayKeepAlive(bytes)) return false;
    this.keptAlive += bytes;
    fetch(COMMIT, { ...POST, body, keepalive: true })
      .catch(() => undefined)
      .finally(() => (this.keptAlive -= bytes));
    return true;
  }

  private mayKeepAlive(bytes: number): boolean {
    return this.keptAlive + bytes < KEEPALIVE_BYTES;
  }

  private remember(commit: Commit): void {
    this.acknowledged.clear(); // one session is live at a time
    this.acknowledged.set(`${commit.session} ${commit.item}`, commit.elements);
  }

  /** Leaves out values the server has acknowledged in this very session. */
  private news(commit: Commit): Commit {
    const held = this.acknowledged.get(`${commit.session} ${commit.item}`);
    if (!held) return commit;
    const news = Object.entries(commit.elements).filter(([name, value]) => held[name] !== value);
    return { ...commit, elements: Object.fromEntries(news), partial: true };
  }
}

/** Without those that a later, whole state of the same session stands for: the room is for what is not said again. */
function newest(commits: Commit[]): Commit[] {
  const standsFor = (later: Commit, one: Commit) => later.item === one.item && later.session === one.session && !later.partial;
  return commits.filter((commit, at) => !commits.slice(at + 1).some((later) => standsFor(later, commit)));
}

/** Without its longest values, until it fits: the status and the score should arrive even where a bookmark cannot. */
export function fitting(commit: Commit, bytes: number): Commit {
  const kept = Object.entries(commit.elements).sort(([, left], [, right]) => left.length - right.length);
  for (;;) {
    const shorter: Commit = { ...commit, elements: Object.fromEntries(kept), partial: true };
    if (kept.length === 0 || size(JSON.stringify(shorter)) < bytes) return shorter;
    kept.pop();
  }
}

async function read(response: Response): Promise<Reply> {
  if (response.ok) return { kind: "accepted", body: await response.json() };
  if (response.status === 409) return { kind: "opened_elsewhere" };
  if (isRefused(response.status)) return { kind: "invalid", body: await response.json().catch(() => null) };
  return isGone(response.status) ? { kind: "ended" } : { kind: "later" };
}

/** For good: not understood, too large, or values that the standard does not know. The same again would be refused
 * again, and keep everything behind it waiting. */
function isRefused(status: number): boolean {
  return status === 400 || status === 413 || status === 422;
}

/** An unknown token and an ended one are the same to the learner. */
function isGone(status: number): boolean {
  return status === 410 || status === 404 || status === 401 || status === 403;
}

function synchronous(body: string): boolean {
  try {
    const request = new XMLHttpRequest();
    request.open("POST", COMMIT, false);
    request.setRequestHeader("content-type", "application/json");
    request.send(body);
    // What is too large may still fit without its longest values.
    return request.status >= 200 && request.status < 500 && !isRefused(request.status);
  } catch {
    return false; // Chromium refuses synchronous requests of a closing page
  }
}

function size(body: string): number {
  return new TextEncoder().encode(body).length;
}
