import { clickhouseFails } from "./clickhouse-fails.ts";
import { clockSteps } from "./clock-steps.ts";
import { connectionFails } from "./connection-fails.ts";
import { diskFills } from "./disk-fills.ts";
import type { Kind } from "./kind.ts";
import { serviceEnds } from "./service-ends.ts";
import { spoolDecays } from "./spool-decays.ts";

/** Every kind of fault, by name. */
export const allKinds: ReadonlyMap<string, Kind> = new Map(
  [serviceEnds, clickhouseFails, connectionFails, clockSteps, diskFills, spoolDecays]
    .flat()
    .map((kind) => [kind.name, kind]),
);
