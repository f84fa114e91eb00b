import { randomUUID } from "node:crypto";
import { openStore } from "@probity/clickhouse";
import { type Config, loadConfig, printProblem, resolveSecrets, type Secrets } from "@probity/config";
import { MemoryUseCounter, type UseCounter } from "@probity/control";
import { type Catalog, createCatalog, Pseudonyms, Recorder } from "@probity/core";
import { catalogRows } from "./catalog-rows.ts";
import { combine } from "./counters.ts";
import { ProbeError } from "./errors.ts";
import { applyRows, openLedgers } from "./ledgers.ts";
import { registerMetrics } from "./metrics.ts";
import { type ProbeOptions, type ResolvedOptions, resolveOptions } from "./options.ts";
import { POLLED_LEDGERS } from "./polled-rows.ts";
import type { ProbePorts } from "./ports.ts";
import type { Probe } from "./probe.ts";
import { openSpool, type ProcessSpool } from "./open-spool.ts";
import type { StorageSettings } from "./protocol.ts";
import { RuleControl } from "./rule-control.ts";
import { inlineRuleIds, type RulesInForce, rulesInForce } from "./rules-in-force.ts";
import { RunningProbe } from "./running-probe.ts";
import { Shipper } from "./shipper.ts";
import type { LogIdentity } from "./spool/frame.ts";
import { SubjectLedgers } from "./subject-ledgers.ts";
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
    rules: await rulesInForce(config, resolved.rules),
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
  readonly rules: RulesInForce;
  readonly spool: ProcessSpool | undefined;
}

function runProbe(
  { config, secrets, identity, storage, catalog, rules, spool }: ProbeMaterial,
  options: ResolvedOptions,
): Probe {
  const { batch, maxPendingBytes } = config.storage;
  const { registry, identify, deadlineMs, onFault } = options;
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
      polls: { ledgers: POLLED_LEDGERS, pollMs: config.control.pollMs },
    }),
    hasSpool: spool !== undefined,
    catalog: catalogRows(catalog, config.service, Date.now()),
    maxPendingBytes: maxPendingBytes - memoryBytes,
    timers: systemTimers,
    onFault: (place, fault) => recorder.fault(place, fault),
    onInsert: (tookMs) => metrics.observeInsert(tookMs),
    onRows: (given) => {
      try {
        applyRows(given, ledgers, control);
      } catch (fault) {
        recorder.fault("control", fault);
      }
    },
  });
  // The ledgers record, and the recorder asks the ledgers: each is there before the other is first used.
  const recording: Pick<Recorder, "enter" | "fault" | "rejudge"> = {
    enter: (table, entry) => recorder.enter(table, entry),
    fault: (where, fault) => recorder.fault(where, fault),
    rejudge: (judge) => recorder.rejudge(judge),
  };
  const { current, keys } = secrets.pseudonyms;
  const earlier = [...keys.values()].filter(({ id }) => id !== current.id);
  const pseudonyms = new Pseudonyms(current, undefined, earlier);
  const ledgers = openLedgers(config, recording, pseudonyms);
  const control = new RuleControl({
    rules,
    outlets: config.outlets,
    control: config.control,
    recorder: recording,
    timers: systemTimers,
    onLag: (ms) => metrics.observeLag(ms),
  });
  const recorder = new Recorder({
    ...identity,
    catalog,
    algorithms: config.algorithms,
    outlets: config.outlets,
    pseudonyms,
    sink: shipper,
    progress: shipper.progress,
    ledgerProgress: (table) => shipper.progressOf(table),
    judge: control.judge(),
    subjects: new SubjectLedgers(options.choices ?? ledgers.choices, useCounter(config, options.use)),
    chunkBytes: Math.min(CHUNK_BYTES, batch.maxBytes),
    onFault,
    routes: config.routes,
    ...(spool && { onBegin: (begun: number, table: string) => spool.noteBegun(begun, table) }),
  });
  const metrics = registerMetrics(registry, {
    counters: () => combine(recorder.counters, shipper.counters),
    rules: inlineRuleIds(rules),
    standing: () => ({
      isKilled: control.state.settings.isKilled,
      modes: control.modes,
      choiceSubjects: ledgers.choices.subjects,
      activeInterventions: ledgers.interventions.list({ state: "active" }).length,
      polledAgo: shipper.polledAgo,
    }),
  });
  if (config.warnings.length > 0) {
    const text = config.warnings.map(printProblem).join("\n");
    recorder.fault("config", new ProbeError("CONFIG_WARNING", text));
  }
  const { service, routes, subject, spans, propagation, telemetry } = config;
  const http = {
    recorder,
    routes,
    subject,
    identify,
    acceptCallers: propagation.accept,
    blockStatus: config.rules.block.status,
  };
  return new RunningProbe({
    // Whoever gives an `identify` knows by which adapter its requests come.
    ports: { service, recorder, http: http as ProbePorts["http"], spans, propagation, telemetry },
    ledgers,
    control,
    shipper,
    spool,
    metrics,
    flushEveryMs: spool ? Math.min(SPOOL_EVERY_MS, batch.maxWaitMs / 2) : batch.maxWaitMs / 2,
    deadlineMs,
  });
}

function useCounter({ minors }: Config, given: UseCounter | undefined): UseCounter | undefined {
  if (!minors.countUse) return undefined;
  return given ?? new MemoryUseCounter({ breakSeconds: minors.breakSeconds });
}

function storageSettings({ storage }: Config, secrets: Secrets): StorageSettings {
  const { database, username, compression } = storage;
  const settings = { ...secrets.storage, database, username, compression };
  void openStore(settings).close(); // no I/O; it throws here, where it can be seen, for what makes no sense
  return settings;
}
