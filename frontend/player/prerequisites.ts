/**
 * SCORM 1.2 prerequisites: the AICC script of `adlcp:prerequisites`.
 *   `a & b`, `a | b`, `~a`, parentheses, `a = completed`, `a <> passed`, `2*{a, b, c}` (at least two of them),
 *   `{a, b}` alone meaning all. Names may hold dots and hyphens; a quoted name is taken as it is.
 * An item is met when it is completed or passed. A script we cannot read locks nothing, and neither does the name of
 * an item that there is not: a course that cannot be finished because of a typing error would be the worse mistake.
 */

/** 1.2 vocabulary: passed, completed, failed, incomplete, browsed, "not attempted". */
export type StatusOf = (item: string) => string | undefined;

export function prerequisitesMet(script: string | null, statusOf: StatusOf): boolean {
  if (script === null || script.trim() === "") return true;
  try {
    const parser = new Parser(tokens(script), statusOf);
    const met = parser.either();
    parser.end();
    return met;
  } catch {
    return true;
  }
}

const TOKEN = /\s*(?:"([^"]*)"|(<>|[&|~=(){},*])|([^\s&|~=(){},*<>"]+))/y;

interface Token {
  sign: string | null;
  name: string;
}

function tokens(script: string): Token[] {
  const found: Token[] = [];
  const text = script.trim();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const match = TOKEN.exec(text);
    if (!match) throw new Error("unreadable");
    found.push({ sign: match[2] ?? null, name: match[1] ?? match[3] ?? "" });
  }
  return found;
}

class Parser {
  private at = 0;
  /** Whether what is read now counts the other way round. */
  private negated = false;

  constructor(
    private readonly tokens: Token[],
    private readonly statusOf: StatusOf,
  ) {}

  end(): void {
    if (this.at < this.tokens.length) throw new Error("something is left over");
  }

  either(): boolean {
    let met = this.both();
    while (this.take("|")) met = this.both() || met;
    return met;
  }

  private both(): boolean {
    let met = this.single();
    while (this.take("&")) met = this.single() && met;
    return met;
  }

  private single(): boolean {
    if (this.take("~")) return this.not();
    if (this.take("(")) {
      const met = this.either();
      this.expect(")");
      return met;
    }
    if (this.take("{")) return this.set(null);
    const name = this.name();
    if (/^\d+$/.test(name) && this.take("*")) {
      this.expect("{");
      return this.set(Number(name));
    }
    return this.holds(this.statusOf(name));
  }

  private not(): boolean {
    this.negated = !this.negated;
    const met = this.single();
    this.negated = !this.negated;
    return !met;
  }

  /** Of an item that there is not, whatever is asked holds where it must, and does not where it must not. */
  private holds(known: string | undefined): boolean {
    const sign = ["=", "<>"].find((one) => this.take(one));
    const wanted = sign === undefined ? null : status(this.words());
    if (known === undefined) return !this.negated;
    if (wanted === null) return known === "completed" || known === "passed";
    return (known === wanted) === (sign === "=");
  }

  /** `least` of the members; null asks for all. */
  private set(least: number | null): boolean {
    const members: boolean[] = [];
    do members.push(this.either());
    while (this.take(","));
    this.expect("}");
    return members.filter(Boolean).length >= (least ?? members.length);
  }

  /** A status may be two words: not attempted. */
  private words(): string {
    let words = this.name();
    while (this.tokens[this.at]?.sign === null) words += ` ${this.name()}`;
    return words;
  }

  private name(): string {
    const token = this.tokens[this.at];
    if (!token || token.sign !== null) throw new Error("a name is missing");
    this.at += 1;
    return token.name;
  }

  private take(sign: string): boolean {
    if (this.tokens[this.at]?.sign !== sign) return false;
    this.at += 1;
    return true;
  }

  private expect(sign: string): void {
    if (!this.take(sign)) throw new Error(`${sign} is missing`);
  }
}

/** AICC allows the first letter alone. */
function status(word: string): string {
  const full: Record<string, string> = {
    p: "passed", c: "completed", f: "failed", i: "incomplete", b: "browsed", n: "not attempted",
  };
  const lower = word.toLowerCase();
  return full[lower] ?? lower;
}
