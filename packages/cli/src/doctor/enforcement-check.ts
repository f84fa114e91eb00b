import { isClickHouseStoreError } from "@probity/clickhouse";
import type { Config } from "@probity/config";
import type { ControlChangeRow } from "@probity/core";

import type { DoctorTexts } from "../language/doctor-texts.ts";
import type { StorePort } from "../ports.ts";
import { failed, ok, skipped, type CheckResult } from "./check-result.ts";

/** Which rules the configuration has enforced, and whether anybody asked for something else since. */
export async function checkEnforcement(
  store: StorePort,
  config: Config | undefined,
  texts: DoctorTexts,
): Promise<CheckResult[]> {
  let requests: readonly ControlChangeRow[];
  try {
    requests = await store.controlChanges(config === undefined ? {} : { service: config.service });
  } catch (error) {
    if (!isClickHouseStoreError(error)) throw error;
    return skipped(["enforcement"], error.message);
  }
  const changed = requests.filter(({ target, to }) => target === "rule" && to !== "").length;
  const thrown = requests.find(({ target, to }) => target === "kill_switch" && to === "thrown");
  const found = [
    ...(config ? [configured(config, texts)] : []),
    ...(changed > 0 ? [texts.changedByRequest(changed)] : []),
    thrown ? texts.killed(thrown.who) : texts.notKilled,
  ].join(", ");
  return [thrown ? failed("enforcement", found, "release") : ok("enforcement", found)];
}

function configured({ rules }: Config, texts: DoctorTexts): string {
  const everywhere = [...rules.modes];
  const somewhere = [...rules.outlets.values()].flatMap((modes) => [...modes]);
  const rulesIn = (wanted: string): readonly string[] =>
    [
      ...new Set([...everywhere, ...somewhere].filter(([, mode]) => mode === wanted).map(([rule]) => rule)),
    ].toSorted();
  return texts.configured(rulesIn("enforce"), rulesIn("shadow"));
}
