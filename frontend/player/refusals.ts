/**
 * What the server has refused for good, so that the learner is told the truth about it. Values it names are left
 * out of what is sent, now and later: the rest is still worth keeping. A commit that is refused whole cannot be
 * mended here; the next one of its session stands for it.
 */
import type { Snapshot } from "./queue";
import type { Elements, Invalid } from "./wire";

/** Half a character, as a course leaves it that cuts its bookmark in the middle of one: no JSON reader takes it. */
const HALF = /\p{Surrogate}/u;

export class Refusals {
  /** Refused values by item: later snapshots repeat them. */
  private readonly values = new Map<string, Elements>();
  /** Sessions whose newest state was refused whole. */
  private readonly whole = new Set<string>();

  /** What is not saved although nothing waits. */
  get state(): "refused" | "partly" | "saved" {
    if (this.whole.size > 0) return "refused";
    return [...this.values.values()].some((values) => Object.keys(values).length > 0) ? "partly" : "saved";
  }

  /** The snapshot without what was refused before. The others are laid over what the server holds, so that a good
   * value from before stands where a bad one was left out. */
  without(snapshot: Snapshot): Snapshot {
    const refused = this.values.get(snapshot.item);
    if (!refused) return snapshot;
    const all = Object.entries(snapshot.elements);
    const kept = all.filter(([name, value]) => refused[name] !== value);
    return kept.length === all.length ? snapshot : { ...snapshot, elements: Object.fromEntries(kept), partial: true };
  }

  /** A snapshot about to leave: values that nobody could read stay here. */
  look(snapshot: Snapshot): Snapshot {
    const broken = Object.keys(snapshot.elements).filter((name) => HALF.test(snapshot.elements[name]!));
    if (broken.length > 0) this.leaveOut(snapshot, broken);
    return this.without(snapshot);
  }

  /** Notes a refusal; answers whether something is left that is worth sending. */
  note(snapshot: Snapshot, body: Invalid | null): boolean {
    const told = Array.isArray(body?.elements) ? body.elements : [];
    console.warn("the server refused values", body);
    const named = told.map(({ name }) => name).filter((name) => Object.hasOwn(snapshot.elements, name));
    if (named.length > 0) this.leaveOut(snapshot, named);
    else this.whole.add(key(snapshot));
    return named.length > 0;
  }

  /** The server holds it now, and with it better values for those it had refused. */
  accepted(snapshot: Snapshot): void {
    this.whole.delete(key(snapshot));
    const refused = this.values.get(snapshot.item);
    if (refused) for (const name of Object.keys(snapshot.elements)) delete refused[name];
  }

  private leaveOut(snapshot: Snapshot, names: string[]): void {
    const refused = this.values.get(snapshot.item) ?? {};
    for (const name of names) refused[name] = snapshot.elements[name]!;
    this.values.set(snapshot.item, refused);
  }
}

function key(snapshot: Snapshot): string {
  return `${snapshot.session} ${snapshot.item}`;
}
