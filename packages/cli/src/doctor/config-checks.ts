import { isConfigError, resolvePseudonymSecrets, type Config } from "@probity/config";

import type { Io } from "../io.ts";
import type { DoctorTexts } from "../language/doctor-texts.ts";
import { failed, ok, type CheckResult } from "./check-result.ts";

/** Whether the keys are there and fit for use. Never says what they are. */
export async function checkKeys(config: Config, io: Io, texts: DoctorTexts): Promise<CheckResult> {
  try {
    const { current, keys } = await resolvePseudonymSecrets(config, { env: io.env });
    return ok("key", texts.keys(current.id, current.secret.length, keys.size - 1));
  } catch (error) {
    if (!isConfigError(error, "INVALID_SECRET")) throw error;
    return failed("key", error.message, "setKey");
  }
}
