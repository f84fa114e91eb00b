import type { BatchRule } from "./batch-rule.ts";
import { c02 } from "./rules/c02-opt-out-lag.ts";
import { d01 } from "./rules/d01-exposure.ts";
import { f03 } from "./rules/f03-filed-drift.ts";
import { i01 } from "./rules/i01-unbacked-interventions.ts";
import { i02 } from "./rules/i02-list-logs.ts";
import { m09 } from "./rules/m09-unknown-age.ts";
import { m10 } from "./rules/m10-minors-mau.ts";
import { o02 } from "./rules/o02-self-preferencing.ts";
import { p02 } from "./rules/p02-price-spread.ts";
import { r01 } from "./rules/r01-log-gaps.ts";
import { u01 } from "./rules/u01-feedback-anomalies.ts";
import { u02 } from "./rules/u02-late-cases.ts";
import { v01 } from "./rules/v01-diversity.ts";
import { v02 } from "./rules/v02-negative-feedback.ts";
import { w01 } from "./rules/w01-dispatch.ts";

/** Every rule over stored records, in the order in which they run. */
export const batchRules: readonly BatchRule[] = [
  ...[c02, p02, i01, i02, f03, r01, m09, m10],
  ...[d01, o02, u01, u02, v01, v02, w01],
];
