// One portal for all journeys of a file, walked one after the other.
import { openLetterBox } from "./mail.mjs";
import { test } from "./people.mjs";
import { startPortal } from "./portal.mjs";

/**
 * Begins a portal before the file's first journey and stops it after the last, with a letter box to send to where
 * there is `mail`. What it answers can be used from the first journey on.
 */
export function together({ mail = false, timeout = 120_000 } = {}) {
  test.describe.configure({ mode: "serial" });
  test.setTimeout(timeout);
  const begun = {};
  test.beforeAll(async () => {
    if (mail) begun.box = await openLetterBox();
    begun.portal = await startPortal({ mail: begun.box });
  });
  test.afterAll(async () => {
    await begun.portal?.stop();
    await begun.box?.close();
  });
  return { portal: later(begun, "portal"), box: later(begun, "box") };
}

/** Stands for something that is only there later. */
function later(begun, name) {
  return new Proxy({}, {
    get: (_, key) => begun[name][key],
    set: (_, key, value) => Reflect.set(begun[name], key, value),
  });
}
