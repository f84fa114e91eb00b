import type { Action, AgeBand, ItemFlag, Purpose, ServiceClass, Severity, Surface } from "@probity/core";
import type { Bilingual } from "../rule.ts";

/**
 * A rule of a deployment's own, as data: masks and thresholds, for `probity.yaml`. A decision that meets all of `when`
 * is a hit where it does any of what the rule is against: uses what is forbidden, delivers an item that is, or goes
 * beyond a limit. A rule that is against nothing in particular is against every decision that meets `when`.
 */
export interface DeclaredRule {
  /** A letter, then letters, digits, `-` and `_`, 32 in all; the id of no rule of a pack. */
  readonly id: string;
  /** To be raised whenever the rule comes to judge otherwise. @default 1 */
  readonly version?: number | undefined;
  readonly title: Bilingual;
  /** @default "medium" */
  readonly severity?: Severity | undefined;
  /** What it does where it is enforced. @default "warn" which holds nothing */
  readonly action?: Action | undefined;
  /** @default every decision */
  readonly when?: DeclaredConditions | undefined;
  /** @default nothing */
  readonly forbids?: DeclaredMask | undefined;
  /** @default nothing */
  readonly limits?: DeclaredLimits | undefined;
}

/** What must be so, all of it. A list is met by any of its members. */
export interface DeclaredConditions {
  /** Ids. */
  readonly algorithms?: readonly string[] | undefined;
  /** Ids; an empty text stands for no outlet. */
  readonly outlets?: readonly string[] | undefined;
  readonly serviceClasses?: readonly ServiceClass[] | undefined;
  readonly purposes?: readonly Purpose[] | undefined;
  readonly surfaces?: readonly Surface[] | undefined;
  readonly ageBands?: readonly AgeBand[] | undefined;
  /** A minor by age band, or by the mode signal. */
  readonly minor?: boolean | undefined;
  readonly minorMode?: boolean | undefined;
  readonly elderMode?: boolean | undefined;
  readonly guardianConsent?: boolean | undefined;
  readonly personalisationOff?: boolean | undefined;
  /** By the clock of Asia/Shanghai, as `HH:MM`: from the first moment to before the second, over midnight too. */
  readonly hours?: { readonly from: string; readonly to: string } | undefined;
}

/** What must not be used or delivered. A feature is forbidden by any of its code, name and source. */
export interface DeclaredMask {
  /** Codes of the taxonomy, whole (`SPI.MED.COND`) or by class (`SPI.MED`, `DRV`). */
  readonly codes?: readonly string[] | undefined;
  /** Names in the catalog; `*` stands for any text. */
  readonly features?: readonly string[] | undefined;
  /** Names of data sources; `*` stands for any text. */
  readonly sources?: readonly string[] | undefined;
  /** Every feature that personalises: personal data that serves for more than safety. @default false */
  readonly personal?: boolean | undefined;
  /** Whatever the catalog doesn't know. @default false */
  readonly unregistered?: boolean | undefined;
  /** Items with any of these flags. */
  readonly items?: readonly ItemFlag[] | undefined;
}

/** What a decision may have at most. They are known when it closes, so that they are found and never held. */
export interface DeclaredLimits {
  /** Different features used. */
  readonly features?: number | undefined;
  /** Different features used with a code, or of a class of codes, each by itself. */
  readonly codes?: Readonly<Record<string, number>> | undefined;
  /** Different interest tags read. */
  readonly tags?: number | undefined;
  /** Places outside the catalog that were read. */
  readonly unregistered?: number | undefined;
  /** Manual interventions that touched the result. */
  readonly interventions?: number | undefined;
  /** The highest price shown, in the service's own unit. */
  readonly price?: number | undefined;
  /** Seconds of use today, and without a break. */
  readonly useTodaySeconds?: number | undefined;
  readonly useContinuousSeconds?: number | undefined;
}
