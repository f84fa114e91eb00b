import type { RulePack } from "../rule.ts";
import { c01 } from "./c01-opt-out.ts";
import { c02 } from "./c02-opt-out-lag.ts";
import { c03 } from "./c03-withdrawn-consent.ts";
import { c04 } from "./c04-marketing-refusal.ts";
import { c05 } from "./c05-significant-decision.ts";
import { d01 } from "./d01-exposure.ts";
import { e01 } from "./e01-elder-fraud.ts";
import { f01 } from "./f01-filed-outlet.ts";
import { f02 } from "./f02-filed-version.ts";
import { f03 } from "./f03-filed-drift.ts";
import { f04 } from "./f04-public-notice.ts";
import { i01 } from "./i01-interventions.ts";
import { i02 } from "./i02-list-log.ts";
import { i03 } from "./i03-synthetic-label.ts";
import { l01 } from "./l01-harmful-tags.ts";
import { l02 } from "./l02-deleted-tags.ts";
import { m01 } from "./m01-minor-marketing.ts";
import { m02 } from "./m02-under-14.ts";
import { m03 } from "./m03-minor-mode.ts";
import { m04 } from "./m04-curfew.ts";
import { m05 } from "./m05-use-limits.ts";
import { m06 } from "./m06-harmful-to-minors.ts";
import { m07 } from "./m07-prominent-surface.ts";
import { m08 } from "./m08-fan-support.ts";
import { m09 } from "./m09-unknown-age.ts";
import { m10 } from "./m10-minors-mau.ts";
import { n01 } from "./n01-news-sources.ts";
import { o01 } from "./o01-paid-ranking.ts";
import { o02 } from "./o02-self-preferencing.ts";
import { p01 } from "./p01-pricing.ts";
import { p02 } from "./p02-price-spread.ts";
import { r01 } from "./r01-log-gap.ts";
import { r02 } from "./r02-third-party.ts";
import { s01 } from "./s01-separate-consent.ts";
import { s02 } from "./s02-impact-assessment.ts";
import { s03 } from "./s03-unregistered.ts";
import { s04 } from "./s04-purpose.ts";
import { s05 } from "./s05-inferred-labels.ts";
import { s06 } from "./s06-combinations.ts";
import { s07 } from "./s07-precise-location.ts";
import { u01 } from "./u01-feedback-anomalies.ts";
import { u02 } from "./u02-late-cases.ts";
import { v01 } from "./v01-diversity.ts";
import { v02 } from "./v02-negative-feedback.ts";
import { w01 } from "./w01-dispatch.ts";

const minors = [m01, m02, m03, m04, m05, m06, m07, m08, m09, m10];
const sensitive = [s01, s02, s03, s04, s05, s06, s07];
const tagsAndChoices = [l01, l02, c01, c02, c03, c04, c05];
const prices = [p01, p02];
const interventionsAndItems = [i01, i02, i03, e01, n01, o01, o02];
const filings = [f01, f02, f03, f04];
const records = [r01, r02];
const outcomes = [d01, u01, u02, v01, v02, w01];

/** Rules of the People's Republic of China. */
export const cn: RulePack = {
  id: "cn",
  version: 2,
  rules: [
    ...minors,
    ...sensitive,
    ...tagsAndChoices,
    ...prices,
    ...interventionsAndItems,
    ...filings,
    ...records,
    ...outcomes,
  ],
};
