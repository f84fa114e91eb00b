import { checkAlgorithms, doubtAlgorithms } from "./algorithms.ts";
import { checkCatalog, doubtCatalog } from "./catalog.ts";
import type { Check } from "./check.ts";
import { checkRouteOutlets } from "./route-outlets.ts";
import { checkRoutes, checkSubject } from "./routes.ts";
import { checkRules } from "./rules.ts";
import { checkSecrets } from "./secrets.ts";
import { checkFallbacks } from "./route-fallback.ts";
import { doubtFiled } from "./filed.ts";
import { doubtCodes } from "./code-doubts.ts";
import { checkItemFlags } from "./item-flags.ts";
import { checkOwnRules } from "./own-rules.ts";
import { doubtSpans } from "./span-doubts.ts";
import { checkSpans } from "./spans.ts";
import { checkSpool, checkWaits } from "./spool.ts";
import { checkStorage } from "./storage.ts";

/** What makes a file invalid, beside its schema. */
export const checks: readonly Check[] = [
  checkSecrets,
  checkCatalog,
  checkSpans,
  checkAlgorithms,
  checkRoutes,
  checkRouteOutlets,
  checkFallbacks,
  checkItemFlags,
  checkSubject,
  checkRules,
  checkOwnRules,
  checkStorage,
  checkSpool,
  checkWaits,
];

/** What looks wrong but may be meant. */
export const doubts: readonly Check[] = [doubtCatalog, doubtCodes, doubtSpans, doubtAlgorithms, doubtFiled];
