import { clickhouseFails } from "./clickhouse-fails.ts";
import { clockSteps } from "./clock-steps.ts";
import { connectionFails } from "./connection-fails.ts";
import { diskFills } from "./disk-fills.ts";
import type { Kind } from "./kind.ts";
import { serviceEnds } from "./service-ends.ts";
import { spoolDecays } from "./spool-decays.ts";
import { syscallsFail } from "./syscalls-fail.ts";
import { workerDies } from "./worker-dies.ts";

/** Kinds that are run by the name of all of them, `syscalls`, and not beside others: there are many, and they are slow. */
export const groups: ReadonlyMap<string, readonly string[]> = new Map([
  ["syscalls", syscallsFail.map(({ name }) => name)],
]);

/** Every kind of fault, by name. */
export const allKinds: ReadonlyMap<string, Kind> = new Map(
  [
    serviceEnds,
    clickhouseFails,
    connectionFails,
    clockSteps,
    workerDies,
    diskFills,
    spoolDecays,
    syscallsFail,
  ]
    .flat()
    .map((kind) => [kind.name, kind]),
);
