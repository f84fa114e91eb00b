import type { RulePack } from "../rule.ts";
import { c01 } from "./c01-opt-out.ts";
import { i01 } from "./i01-interventions.ts";
import { l02 } from "./l02-deleted-tags.ts";
import { m01 } from "./m01-minor-marketing.ts";
import { m02 } from "./m02-under-14.ts";
import { m04 } from "./m04-curfew.ts";
import { p01 } from "./p01-pricing.ts";
import { s01 } from "./s01-separate-consent.ts";
import { s03 } from "./s03-unregistered.ts";
import { s04 } from "./s04-purpose.ts";

/** Rules of the People's Republic of China. */
export const cn: RulePack = {
  id: "cn",
  version: 1,
  rules: [m01, m02, m04, s01, s03, s04, c01, l02, p01, i01],
};
