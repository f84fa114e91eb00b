import type { ChoiceRow } from "@probity/core";

export type ChoiceKind = ChoiceRow["kind"];

interface ChoiceBase {
  /** The user's id. Hashed at once; never stored, logged or put in an error. */
  readonly subject: string;
  /** The outlet that it holds for. @default every one */
  readonly outlet?: string | undefined;
  /** When the user chose: milliseconds since the epoch, or a Date. @default now, after whatever was chosen before */
  readonly chosenAt?: number | Date | undefined;
  /** A guardian chose. @default false */
  readonly byGuardian?: boolean | undefined;
  /** How it came. @default "sdk" */
  readonly via?: "router" | "sdk" | "import" | undefined;
}

/** Personalisation switched off or on. */
export interface PersonalisationChoice extends ChoiceBase {
  readonly kind: "personalisation_off" | "personalisation_on";
}

/** An interest tag deleted, blocked, or restored. */
export interface TagChoice extends ChoiceBase {
  readonly kind: "tag_deleted" | "tag_blocked" | "tag_restored";
  /** Only its keyed pseudonym is kept. */
  readonly tag: string;
}

/** A consent given or withdrawn. */
export interface ConsentChoice extends ChoiceBase {
  readonly kind: "consent_given" | "consent_withdrawn";
  /** The sensitivity code, or class of them, such as `SPI.MED`. @default consent as a whole */
  readonly code?: string | undefined;
  /** Version of the consent's text. @default "" not known */
  readonly version?: string | undefined;
}

/** What a user, or a guardian, chose about personalisation, tags or consent. */
export type Choice = PersonalisationChoice | TagChoice | ConsentChoice;

/** What a choice is about: of each of these, in each scope, the last choice counts. */
export type ChoiceGroup = "personalisation" | "tag" | "consent";

interface KindFacts {
  readonly kind: ChoiceKind;
  readonly group: ChoiceGroup;
  /** Of two that contradict each other at the same moment, the greater counts. 0 lifts what the others set. */
  readonly protection: 0 | 1 | 2;
}

/** By the number that marks keep. */
export const KINDS: readonly KindFacts[] = [
  { kind: "personalisation_on", group: "personalisation", protection: 0 },
  { kind: "personalisation_off", group: "personalisation", protection: 1 },
  { kind: "tag_restored", group: "tag", protection: 0 },
  { kind: "tag_deleted", group: "tag", protection: 1 },
  { kind: "tag_blocked", group: "tag", protection: 2 },
  { kind: "consent_given", group: "consent", protection: 0 },
  { kind: "consent_withdrawn", group: "consent", protection: 1 },
];

const NUMBERS: ReadonlyMap<string, number> = new Map(KINDS.map(({ kind }, number) => [kind, number]));

/** -1 for what is no kind. */
export function kindNumber(kind: string): number {
  return NUMBERS.get(kind) ?? -1;
}
