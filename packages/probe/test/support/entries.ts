import { choiceRecord, type LedgerEntry, type Receipt } from "@probity/core";
import type { Probe } from "../../src/probe.ts";

type ChoiceEntry = LedgerEntry<(typeof choiceRecord)["columns"]>;

/** Somebody turned personalisation off. */
export const OPT_OUT: ChoiceEntry = {
  subject: "5".repeat(64),
  key_id: "k1",
  kind: "personalisation_off",
  chosen_at: 1_800_000_000_000,
  outlet: "",
  code: "",
  tag: "0".repeat(16),
  consent_version: "",
  by_guardian: false,
  via: "sdk",
};

/** Enters so many choices, and gives their receipts. */
export function chooseTimes(probe: Probe, count: number): Receipt[] {
  return Array.from({ length: count }, () => probe.ports.recorder.enter(choiceRecord, OPT_OUT));
}
