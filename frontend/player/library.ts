/** scorm-again's declarations promise default exports; its modules have named ones. Put right in one place. */
import type Api12 from "scorm-again/scorm12";
import * as module12 from "scorm-again/scorm12";
import type Api2004 from "scorm-again/scorm2004";
import * as module2004 from "scorm-again/scorm2004";

export type Scorm12API = Api12;
export type Scorm2004API = Api2004;
export const Scorm12API = (module12 as unknown as { Scorm12API: typeof Api12 }).Scorm12API;
export const Scorm2004API = (module2004 as unknown as { Scorm2004API: typeof Api2004 }).Scorm2004API;

/** The library sends nothing by itself: no address, no timers, no log; commits are ours (spec/runtime.md, trap 2). */
export const QUIET = { autocommit: false, lmsCommitUrl: false, logLevel: 5, onLogMessage: () => undefined } as const;
