/**
 * Differences between two JSON trees. scorm-again writes its sequencing state out in full, about 9 kB per
 * activity, with every commit; a browser lets a closing page send 64 kB. What is sent is only how the state
 * differs from the one of an untouched tree, which both sides of a resume can make again from the manifest.
 */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Wrapped, because a course's own value may be any JSON: {"=": whole} | {".": by key, "-": gone keys}. */
export type Delta = { "="?: Json; "."?: Record<string, Delta>; "-"?: string[] };

/** Null when nothing differs. */
export function difference(base: Json, now: Json): Delta | null {
  if (same(base, now)) return null;
  if (!isTree(base) || !isTree(now) || Array.isArray(base) !== Array.isArray(now)) return { "=": now };
  // A list that changed its length is told whole: keys of lists are positions.
  if (Array.isArray(base) && Array.isArray(now) && base.length !== now.length) return { "=": now };
  const before = base as Record<string, Json>;
  const after = now as Record<string, Json>;
  const inner: Record<string, Delta> = {};
  for (const key of Object.keys(after)) {
    const found = Object.hasOwn(before, key) ? difference(before[key]!, after[key]!) : { "=": after[key]! };
    if (found) inner[key] = found;
  }
  const gone = Object.keys(before).filter((key) => !Object.hasOwn(after, key));
  return gone.length > 0 ? { ".": inner, "-": gone } : { ".": inner };
}

/** The state that `difference` was taken of. */
export function applied(base: Json, delta: Delta | null): Json {
  if (delta === null) return base;
  if (Object.hasOwn(delta, "=")) return delta["="] as Json;
  const result = (Array.isArray(base) ? [...base] : { ...(isTree(base) ? base : {}) }) as Record<string, Json>;
  for (const key of delta["-"] ?? []) delete result[key];
  for (const [key, inner] of Object.entries(delta["."] ?? {})) {
    if (key === "__proto__") continue;
    result[key] = applied(Object.hasOwn(result, key) ? result[key]! : null, inner);
  }
  return result as Json;
}

function isTree(value: Json): value is Json[] | { [key: string]: Json } {
  return typeof value === "object" && value !== null;
}

function same(left: Json, right: Json): boolean {
  return left === right || JSON.stringify(left) === JSON.stringify(right);
}
