import { randomUUID } from "node:crypto";
import { openStore } from "@probity/clickhouse";
import { type Config, loadConfig, printProblem, resolveSecrets, type Secrets } from "@probity/config";
import { createCatalog, Pseudonyms, Recorder } from "@probity/core";
import { judgeWith, type RulePack, rulePacks } from "@probity/rules";
import { catalogRows } from "./catalog-rows.ts";
import { combine } from "./counters.ts";
import { ProbeError } from "./errors.ts";
import { registerMetrics } from "./metrics.ts";
import { type ProbeOptions, resolveOptions } from "./options.ts";
import type { Probe } from "./probe.ts";
import type { WorkerSettings } from "./protocol.ts";
import { RunningProbe } from "./running-probe.ts";
import { Shipper } from "./shipper.ts";
import { systemTimers } from "./timers.ts";
import { threadStarter } from "./worker-thread.ts";

/** Size at which a chunk goes to the worker, in bytes, unless a batch is smaller. */
const CHUNK_BYTES = 64 * 1024;

/**
 * Makes a probe from a configuration, or from the file that holds one. Rejects when something is wrong with that: the
 * file, a secret that it refers to, a value that makes no sense. A ClickHouse that is down, or that is not as it must
 * be, is no such thing: the service starts, the fault is reported, and decisions wait in memory, up to the bound.
 */
export async function createProbe(source: string | Config, options: ProbeOptions = {}): Promise<Probe> {
  const { env, registry, identify, deadlineMs, onFault } = resolveOptions(options);
  const config = typeof source === "string" ? await loadConfig(source) : source;
  const secrets = await resolveSecrets(config, { env });
  const settings = workerSettings(config, secrets);
  const catalog = createCatalog(config.catalog);
  const pack = packOf(config);

  const shipper = new Shipper({
    startThread: threadStarter(settings),
    catalog: catalogRows(catalog, config.service, Date.now()),
    maxPendingBytes: config.storage.maxPendingBytes,
    timers: systemTimers,
    onFault: (place, fault) => recorder.fault(place, fault),
    onInsert: (tookMs) => metrics.observeInsert(tookMs),
  });
  const recorder = new Recorder({
    service: config.service,
    catalog,
    algorithms: config.algorithms,
    outlets: config.outlets,
    pseudonyms: new Pseudonyms(secrets.pseudonyms.current),
    sink: shipper,
    judge: judgeWith(pack, config.rules.modes),
    chunkBytes: Math.min(CHUNK_BYTES, config.storage.batch.maxBytes),
    onFault,
    writer: settings.writer,
    epoch: settings.epoch,
  });
  const metrics = registerMetrics(registry, {
    counters: () => combine(recorder.counters, shipper.counters),
    rules: pack.rules.map(({ id }) => id).filter((id) => config.rules.modes.get(id) !== "off"),
  });
  if (config.warnings.length > 0) {
    const text = config.warnings.map(printProblem).join("\n");
    recorder.fault("config", new ProbeError("CONFIG_WARNING", text));
  }
  return new RunningProbe({
    recorder,
    shipper,
    metrics,
    middleware: { routes: config.routes, subject: config.subject, identify },
    flushEveryMs: settings.batch.maxWaitMs,
    deadlineMs,
  });
}

function packOf({ rules }: Config): RulePack {
  const pack = rulePacks.get(rules.pack);
  if (pack) return pack;
  const known = [...rulePacks.keys()].join(", ");
  throw new ProbeError("INVALID_OPTION", `there is no rule pack "${rules.pack}", there are ${known}`);
}

// A row waits twice: for its chunk to fill, and for its batch. Each gets half of the time.
function workerSettings({ storage }: Config, secrets: Secrets): WorkerSettings {
  const { database, username, compression, batch } = storage;
  const settings = { ...secrets.storage, database, username, compression };
  void openStore(settings).close(); // no I/O; it throws here, where it can be seen, for what makes no sense
  return {
    writer: randomUUID(),
    epoch: 1,
    storage: settings,
    batch: { ...batch, maxWaitMs: batch.maxWaitMs / 2 },
  };
}
