import type { RulePack } from "../rule.ts";
import { a12 } from "./a12-event-log.ts";
import { d26 } from "./d26-special-category-ads.ts";
import { d27 } from "./d27-main-parameters.ts";
import { d28 } from "./d28-minor-profiling.ts";
import { d38 } from "./d38-no-profiling-option.ts";
import { g09 } from "./g09-special-categories.ts";
import { g15 } from "./g15-logic-involved.ts";
import { g22 } from "./g22-human-review.ts";

/** Rules of the European Union: Digital Services Act (D), Artificial Intelligence Act (A), GDPR (G), by article. */
export const eu: RulePack = {
  id: "eu",
  version: 1,
  rules: [d26, d27, d28, d38, a12, g09, g15, g22],
};
