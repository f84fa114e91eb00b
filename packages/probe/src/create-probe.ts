import { randomUUID } from "node:crypto";
import { openStore } from "@probity/clickhouse";
import { type Config, loadConfig, printProblem, resolveSecrets, type Secrets } from "@probity/config";
import { type Catalog, createCatalog, Pseudonyms, Recorder } from "@probity/core";
import { judgeWith, ownPack, type RulePack, rulePacks } from "@probity/rules";
import { catalogRows } from "./catalog-rows.ts";
import { combine } from "./counters.ts";
import { ProbeError } from "./errors.ts";
import { registerMetrics } from "./metrics.ts";
import { type ProbeOptions, resolveOptions } from "./options.ts";
import type { ProbePorts } from "./ports.ts";
import type { Probe } from "./probe.ts";
import { openSpool, type ProcessSpool } from "./open-spool.ts";
import type { StorageSettings } from "./protocol.ts";
import { RunningProbe } from "./running-probe.ts";
import { Shipper } from "./shipper.ts";
import type { LogIdentity } from "./spool/frame.ts";
import { systemTimers } from "./timers.ts";
import { threadStarter } from "./worker-thread.ts";

/** Size at which a chunk goes to the worker, in bytes, unless a batch is smaller. */
const CHUNK_BYTES = 64 * 1024;

/** What is gathered is handed over to be spooled so often, in milliseconds: a kill loses no more than that. */
const SPOOL_EVERY_MS = 100;

/**
 * Makes a probe from a configuration, or from the file that holds one. Rejects when something is wrong with that: the
 * file, a secret that it refers to, a value that makes no sense. A ClickHouse that is down, or that is not as it must
 * be, is no such thing: the service starts, the fault is reported, and decisions wait. The same goes for a spool on a
 * disk that is full or fails; a spool directory that is not ours, or that we may not write to, is wrong.
 */
export async function createProbe(source: string | Config, options: ProbeOptions = {}): Promise<Probe> {
  const resolved = resolveOptions(options);
  const config = typeof source === "string" ? await loadConfig(source) : source;
  const secrets = await resolveSecrets(config, { env: resolved.env });
  const identity = { writer: randomUUID(), epoch: 1, service: config.service };
  const parts = {
    config,
    secrets,
    identity,
    storage: storageSettings(config, secrets),
    catalog: createCatalog(config.catalog),
    packs: packsOf(config),
  };
  const { onFault } = resolved;
  const spool = config.spool && (await openSpool(config.spool, identity, (fault) => onFault("spool", fault)));
  try {
    return runProbe({ ...parts, spool }, resolved);
  } catch (wrong) {
    await spool?.close(true);
    throw wrong;
  }
}

interface ProbeMaterial {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly identity: LogIdentity;
  readonly storage: StorageSettings;
  readonly catalog: Catalog;
  readonly packs: readonly RulePack[];
  readonly spool: ProcessSpool | undefined;
}

function runProbe(
  { config, secrets, identity, storage, catalog, packs, spool }: ProbeMaterial,
  { registry, identify, deadlineMs, onFault }: Required<ProbeOptions>,
): Probe {
  const { batch, maxPendingBytes } = config.storage;
  // What is spooled and still in memory is in the worker's; what is not is in ours.
  const memoryBytes = spool ? maxPendingBytes / 2 : 0;

  const shipper = new Shipper({
    // A row waits twice: for its chunk to fill, and for its batch. Each gets half of the time.
    startThread: threadStarter({
      ...identity,
      storage,
      batch: { ...batch, maxWaitMs: batch.maxWaitMs / 2 },
      spool: spool?.settings,
      memoryBytes,
    }),
    hasSpool: spool !== undefined,
    catalog: catalogRows(catalog, config.service, Date.now()),
    maxPendingBytes: maxPendingBytes - memoryBytes,
    timers: systemTimers,
    onFault: (place, fault) => recorder.fault(place, fault),
    onInsert: (tookMs) => metrics.observeInsert(tookMs),
  });
  const recorder = new Recorder({
    ...identity,
    catalog,
    algorithms: config.algorithms,
    outlets: config.outlets,
    pseudonyms: new Pseudonyms(secrets.pseudonyms.current),
    sink: shipper,
    progress: shipper.progress,
    judge: judgeWith(packs, config.rules),
    chunkBytes: Math.min(CHUNK_BYTES, batch.maxBytes),
    onFault,
    routes: config.routes,
    ...(spool && { onBegin: (begun: number, table: string) => spool.noteBegun(begun, table) }),
  });
  const metrics = registerMetrics(registry, {
    counters: () => combine(recorder.counters, shipper.counters),
    rules: packs
      .flatMap(({ rules }) => rules.map(({ id }) => id))
      .filter((id) => config.rules.modes.get(id) !== "off"),
  });
  if (config.warnings.length > 0) {
    const text = config.warnings.map(printProblem).join("\n");
    recorder.fault("config", new ProbeError("CONFIG_WARNING", text));
  }
  const { service, routes, subject, spans, propagation, telemetry } = config;
  const http = { recorder, routes, subject, identify, acceptCallers: propagation.accept };
  return new RunningProbe({
    // Whoever gives an `identify` knows by which adapter its requests come.
    ports: { service, recorder, http: http as ProbePorts["http"], spans, propagation, telemetry },
    shipper,
    spool,
    metrics,
    flushEveryMs: spool ? Math.min(SPOOL_EVERY_MS, batch.maxWaitMs / 2) : batch.maxWaitMs / 2,
    deadlineMs,
  });
}

function packsOf({ rules: { packs, own } }: Config): RulePack[] {
  const known = packs.map((id) => {
    const pack = rulePacks.get(id);
    if (pack) return pack;
    const there = [...rulePacks.keys()].join(", ");
    throw new ProbeError("INVALID_OPTION", `there is no rule pack "${id}", there are ${there}`);
  });
  return own.length === 0 ? known : [...known, ownPack(own)];
}

function storageSettings({ storage }: Config, secrets: Secrets): StorageSettings {
  const { database, username, compression } = storage;
  const settings = { ...secrets.storage, database, username, compression };
  void openStore(settings).close(); // no I/O; it throws here, where it can be seen, for what makes no sense
  return settings;
}
