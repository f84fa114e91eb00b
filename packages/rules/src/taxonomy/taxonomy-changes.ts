import type { Bilingual } from "../rule.ts";
import type { Tier } from "./sensitivity-code.ts";

/** What one version of the taxonomy changed. Codes are never used again for something else. */
export interface TaxonomyChange {
  readonly version: number;
  /** The day it was released, `YYYY-MM-DD`. */
  readonly date: string;
  readonly why: Bilingual;
  readonly added: Readonly<Partial<Record<Tier, readonly string[]>>>;
  readonly removed: readonly string[];
  readonly moved: readonly { readonly code: string; readonly from: Tier; readonly to: Tier }[];
}

/** All versions, oldest first: played one after the other they give the taxonomy of today. */
export const taxonomyChanges: readonly TaxonomyChange[] = [
  {
    version: 1,
    date: "2026-11-21",
    why: {
      zh:
        "依据 PIPL 28 与 GB/T 45574-2025；后者自 2025-11-01 起取代 GB/T 35273-2020 附录 B [V2]，" +
        "仅见于旧附录的类别保留为 L 级。",
      en:
        "By PIPL 28 and GB/T 45574-2025, which took the place of annex B of GB/T 35273-2020 on 2025-11-01 [V2]; kinds " +
        "that only the older annex had are kept as tier L.",
    },
    added: {
      S: [
        ..."GENE FACE VOICE FINGER EYE GAIT EAR".split(" ").map((kind) => `SPI.BIO.${kind}`),
        ..."FAITH ORG PRACTICE".split(" ").map((kind) => `SPI.REL.${kind}`),
        ..."DISABLED JOB OTHER".split(" ").map((kind) => `SPI.IDN.${kind}`),
        ..."COND VISIT TEST REPRO".split(" ").map((kind) => `SPI.MED.${kind}`),
        ..."ACCOUNT TOKEN INCOME".split(" ").map((kind) => `SPI.FIN.${kind}`),
        "SPI.LOC.TRACK",
        "SPI.U14",
      ],
      G: [
        "SPI.LOC.PRECISE",
        ..."SEX CREDIT CRIME IDPHOTO INTIMATE".split(" ").map((kind) => `SPI.OTH.${kind}`),
        "SPI.AGG",
      ],
      L: "ID PROP COMM CONTACT BROWSE LODGING MARRIAGE".split(" ").map((kind) => `LEG.${kind}`),
      N: ["LEG.COARSELOC"],
      D: "ETHNIC RELIGION HEALTH DISABLE SEX PRICESENS VULN".split(" ").map((kind) => `DRV.${kind}`),
      X: ["TAG.ILLEGAL", "TAG.BAD"],
    },
    removed: [],
    moved: [],
  },
  {
    version: 2,
    date: "2026-11-27",
    why: {
      zh: "新增欧盟 GDPR 9 的特殊类别中 PIPL 28 未列举的三类，并注明每个代码依哪些法域属于敏感 [K]。",
      en:
        "Three special categories of GDPR 9 that PIPL 28 doesn't name, and for each code by which bodies of law it is " +
        "sensitive [K].",
    },
    added: { E: ["EU.ETHNIC", "EU.POL", "EU.UNION"] },
    removed: [],
    moved: [],
  },
];
