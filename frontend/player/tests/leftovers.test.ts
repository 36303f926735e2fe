import assert from "node:assert/strict";
import { test } from "node:test";
import { clearLeftovers, type Place } from "../leftovers";

/** Cookies as a browser keeps them: one goes only under the host, path and partition it was set with. */
class Jar {
  private readonly kept = new Map<string, { pair: string; path: string }>();

  constructor(
    private readonly host: string,
    private readonly pathname: string,
    /** Whether the page is framed by another site, or its connection is open to anybody. */
    private readonly is: { framed?: boolean; plain?: boolean } = {},
  ) {}

  get cookie(): string {
    const seen = [...this.kept.values()].filter(({ path }) => path === "/" || this.pathname === path || this.pathname.startsWith(`${path.replace(/\/$/, "")}/`));
    return seen.map(({ pair }) => pair).join("; ");
  }

  set cookie(text: string) {
    const [pair = "", ...attributes] = text.split("; ");
    const has = (name: string) => attributes.find((one) => one.split("=")[0] === name);
    const path = has("Path")?.slice(5) ?? "/";
    if (this.is.plain && has("Secure")) return;
    if (this.is.framed && !(has("Secure") && has("SameSite") === "SameSite=None")) return;
    const domain = has("Domain")?.slice(7) ?? "this host";
    if (has("Domain") && domain !== this.host) return;
    const name = pair.includes("=") ? pair.split("=")[0] : "";
    const key = [name, domain, path, has("Partitioned")].join(" ");
    if (has("Max-Age") === "Max-Age=0") this.kept.delete(key);
    else this.kept.set(key, { pair, path });
  }
}

const nothing = { clear: () => undefined };
const PATH = "/p/0123456789abcdef/";

function place(more: Partial<Place>): Place {
  const none = { databases: async () => [], deleteDatabase: () => assert.fail("there is none") };
  const location = { hostname: "content.example", pathname: PATH };
  return { document: { cookie: "" }, location, localStorage: nothing, sessionStorage: nothing, indexedDB: none, ...more };
}

test("cookies of earlier courses go, however they were set", async () => {
  const framed = "; Secure; SameSite=None";
  const sets: [{ framed?: boolean; plain?: boolean }, string[]][] = [
    [{}, ["", "; Domain=content.example", framed, `${framed}; Partitioned`]],
    [{ framed: true }, [framed, `${framed}; Domain=content.example`, `${framed}; Partitioned`]],
    [{ plain: true }, ["", "; Domain=content.example"]],
  ];
  for (const [is, ways] of sets) {
    const jar = new Jar("content.example", PATH, is);
    for (const [at, way] of ways.entries()) {
      for (const path of ["/", "/p", "/p/"]) jar.cookie = `left${at}=a=b; Path=${path}${way}`;
    }
    jar.cookie = `of no name; Path=/${ways[0]}`;
    assert.equal(jar.cookie.split("; ").length, ways.length * 3 + 1, "they are there");
    await clearLeftovers(place({ document: jar }));
    assert.equal(jar.cookie, "", JSON.stringify(is));
  }
});

test("both storages and every database go, also where one of them is refused", async () => {
  const cleared: string[] = [];
  const storage = (name: string) => ({ clear: () => void cleared.push(name) });
  const refused = { clear: () => assert.fail("The operation is insecure.") };
  type Request = ReturnType<Place["indexedDB"]["deleteDatabase"]>;
  const databases = (answer: "onsuccess" | "onerror" | "onblocked") => ({
    databases: async () => [{ name: "one", version: 1 }, { name: "two", version: 1 }],
    deleteDatabase: (name: string) => {
      const request = {} as Request;
      setImmediate(() => (cleared.push(name), (request[answer] as (() => void) | null)?.()));
      return request;
    },
  });
  await clearLeftovers(place({ localStorage: refused, sessionStorage: storage("session"), indexedDB: databases("onsuccess") }));
  assert.deepEqual(cleared.splice(0), ["session", "one", "two"]);
  await clearLeftovers(place({ localStorage: storage("local"), sessionStorage: refused, indexedDB: databases("onblocked") }));
  assert.deepEqual(cleared, ["local", "one", "two"]);
});

test("a browser without storage, or a database that never answers, does not keep the course away", async (t) => {
  const insecure = { get localStorage(): never { throw new Error("The operation is insecure."); } };
  await clearLeftovers(Object.defineProperties(place({}), Object.getOwnPropertyDescriptors(insecure)));
  t.mock.timers.enable();
  const silent = { databases: () => new Promise<never>(() => undefined), deleteDatabase: () => assert.fail("not asked") };
  const cleared = clearLeftovers(place({ indexedDB: silent }));
  t.mock.timers.tick(2_000);
  await cleared;
});
