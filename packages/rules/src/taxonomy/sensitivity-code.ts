import type { Mark } from "../law.ts";
import { specialCategoryOf } from "./special-categories.ts";

/**
 * Where a kind of data stands: `S` named as sensitive by PIPL 28; `G` sensitive by GB/T 45574-2025 only; `L` sensitive
 * by the older GB/T 35273-2020 but no longer; `N` expressly not sensitive; `D` a derived label or profile that is
 * restricted; `X` forbidden as an interest tag; `E` sensitive by the law of the European Union only.
 */
export type Tier = "S" | "G" | "L" | "N" | "D" | "X" | "E";

/** A body of law by which data can be sensitive: of the People's Republic of China, of the European Union. */
export type Regime = "CN" | "EU";

/** A source of a code, and how far the claim was checked. */
export interface CodeSource {
  readonly text: string;
  readonly mark: Mark;
}

/** One kind of personal data that the law treats apart. */
export interface SensitivityCode {
  /** Dotted, from class to kind: `SPI.MED.COND`. Features carry codes; separate consents name codes or classes. */
  readonly code: string;
  readonly tier: Tier;
  /** By which bodies of law it is sensitive: `CN` is tiers S and G, `EU` the special categories of GDPR 9. */
  readonly sensitiveIn: readonly Regime[];
  readonly zh: string;
  readonly en: string;
  /** Names that features of this kind often have. */
  readonly examples: readonly string[];
  readonly source: readonly CodeSource[];
}

/** One row of the taxonomy; sources as `text [mark]`. */
export function row(
  code: string,
  tier: Tier,
  zh: string,
  en: string,
  examples: string,
  ...sources: readonly CodeSource[]
): SensitivityCode {
  const special = specialCategoryOf(code);
  const regimes: readonly Regime[] = tier === "S" || tier === "G" ? ["CN"] : [];
  return {
    code,
    tier,
    sensitiveIn: special ? [...regimes, "EU"] : regimes,
    zh,
    en,
    examples: examples.split(" "),
    source: special ? [...sources, special] : sources,
  };
}

/** A source with its mark of doubt. */
export function from(text: string, mark: Mark): CodeSource {
  return { text, mark };
}
