/**
 * Every course has this one origin, so what an earlier one left in the browser goes before the next is opened
 * (spec/runtime.md, Origins). The server asks for that by Clear-Site-Data, but browsers hear it only where the
 * connection is safe, and it is not asked for cookies: that would take those of the company's other hosts along,
 * the portal's too.
 */
type Storing = Pick<Storage, "clear">;

/** The part of a window that remembers. */
export interface Place {
  readonly document: { cookie: string };
  readonly location: { readonly hostname: string; readonly pathname: string };
  readonly localStorage: Storing;
  readonly sessionStorage: Storing;
  readonly indexedDB: Pick<IDBFactory, "databases" | "deleteDatabase">;
}

/** How long a database that is slow to go may keep the course waiting. */
const PATIENCE_MS = 2_000;
/** A cookie goes only if it is named as it was set. The last two are the only ways into a frame of another site. */
const WAYS = ["", "; Secure; SameSite=None", "; Secure; SameSite=None; Partitioned"];

export async function clearLeftovers(place: Place): Promise<void> {
  attempt(() => place.localStorage.clear());
  attempt(() => place.sessionStorage.clear());
  attempt(() => expireCookies(place));
  const patience = new Promise<void>((resolve) => setTimeout(resolve, PATIENCE_MS));
  await Promise.race([dropDatabases(place).catch(() => undefined), patience]);
}

/** Where the browser lends us no storage it lends the courses none. */
function attempt(clear: () => void): void {
  try {
    clear();
  } catch (fault) {
    console.debug(fault);
  }
}

/** All that can be seen from here: a course's own folder was never another's. */
function expireCookies({ document, location }: Place): void {
  const pairs = document.cookie.split("; ").filter((pair) => pair !== "");
  const hosts = ["", `; Domain=${location.hostname}`];
  for (const pair of pairs) {
    for (const path of above(location.pathname)) {
      for (const host of hosts) for (const way of WAYS) document.cookie = `${pair}; Max-Age=0; Path=${path}${host}${way}`;
    }
  }
}

/** "/p/token/": "/", "/p", "/p/", "/p/token", "/p/token/". */
function above(pathname: string): string[] {
  const parts = pathname.split("/").filter((part) => part !== "");
  const folders = parts.map((_, at) => `/${parts.slice(0, at + 1).join("/")}`);
  return ["/", ...folders.flatMap((folder) => [folder, `${folder}/`])];
}

async function dropDatabases({ indexedDB }: Place): Promise<void> {
  const all = await indexedDB.databases();
  await Promise.all(all.map(({ name }) => name !== undefined && dropped(indexedDB.deleteDatabase(name))));
}

/** Gone, or as good as: one that another window has open goes as soon as that is closed. */
function dropped(request: Pick<IDBOpenDBRequest, "onsuccess" | "onerror" | "onblocked">): Promise<void> {
  return new Promise((resolve) => {
    request.onsuccess = request.onerror = request.onblocked = () => resolve();
  });
}
