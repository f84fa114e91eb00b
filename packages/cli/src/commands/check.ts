import { createCatalog, type Catalog } from "@probity/core";
import { isConfigError, printProblem, type Config, type Problem, type SpoolConfig } from "@probity/config";
import { rulePacks } from "@probity/rules";

import { defineCommand, type Command } from "../command.ts";
import { json } from "../common-parameters.ts";
import { jsonLine } from "../json-text.ts";
import { text } from "../parameters.ts";
import { DEFAULT_CONFIG } from "../store-place.ts";
import { alignColumns } from "../terminal/align.ts";

/** Whether a configuration is valid. */
export const check: Command = defineCommand({
  name: "check",
  summary: "Check a configuration",
  details: "Tells every problem with file, line and column. Looks up no secrets; doctor does.",
  parameters: {
    file: text("[file]", `the configuration (default: ${DEFAULT_CONFIG})`),
    json,
  },

  async run({ file = DEFAULT_CONFIG, json: asJson }, { io, ports }) {
    try {
      const config = await ports.loadConfig(file);
      const facts = factsOf(config);
      if (asJson) io.out(jsonLine({ file, valid: true, problems: [], warnings: config.warnings, ...facts }));
      else io.out([...config.warnings.map(warningLine), `${file} is fine\n`, ...factLines(facts)].join(""));
      return 0;
    } catch (error) {
      if (!isConfigError(error, "INVALID_CONFIG")) throw error;
      if (asJson) io.out(jsonLine({ file, valid: false, problems: error.problems, warnings: [] }));
      else io.out(`${error.message}\n`);
      return 1;
    }
  },
});

function warningLine(warning: Problem): string {
  return `warning: ${printProblem(warning)}\n`;
}

/** What a configuration holds, in numbers and names. */
interface Facts {
  readonly service: string;
  readonly catalog: Catalog["digest"];
  readonly sources: number;
  readonly features: { readonly all: number; readonly personal: number; readonly coded: number };
  readonly algorithms: readonly string[];
  readonly outlets: readonly string[];
  readonly routes: number;
  /** Rules for client spans. */
  readonly spans: number;
  /** Hosts that are told which decision a request is for. */
  readonly sendTo: readonly string[];
  readonly rules: {
    readonly pack: string;
    readonly observe: readonly string[];
    readonly off: readonly string[];
  };
  readonly spool: SpoolConfig | null;
}

function factsOf(config: Config): Facts {
  const { service, algorithms, outlets, routes, spans, propagation, rules, spool = null } = config;
  const catalog = createCatalog(config.catalog);
  const pack = rulePacks.get(rules.pack);
  const ids = pack?.rules.map(({ id }) => id) ?? [];
  const isOff = (id: string): boolean => rules.modes.get(id) === "off";
  return {
    service,
    catalog: catalog.digest,
    sources: catalog.sources.size,
    features: {
      all: catalog.features.length,
      personal: catalog.features.filter(({ personal }) => personal).length,
      coded: catalog.features.filter(({ codes }) => codes.length > 0).length,
    },
    algorithms: algorithms.map(({ id, version }) => `${id}@${version}`),
    outlets: outlets.map(({ id }) => id),
    routes: routes.length,
    spans: spans.length,
    sendTo: propagation.sendTo,
    rules: {
      pack: `${rules.pack}@${pack?.version ?? 0}`,
      observe: ids.filter((id) => !isOff(id)),
      off: ids.filter(isOff),
    },
    spool,
  };
}

function factLines({
  service,
  catalog,
  sources,
  features,
  algorithms,
  outlets,
  routes,
  spans,
  sendTo,
  rules,
  spool,
}: Facts): string[] {
  const lines = alignColumns([
    ["service", service],
    ["catalog", catalog],
    ["sources", String(sources)],
    [
      "features",
      `${features.all}, of which ${features.personal} personal, ${features.coded} with sensitivity codes`,
    ],
    ["algorithms", listed(algorithms)],
    ["outlets", listed(outlets)],
    ["routes", String(routes)],
    ["spans", spans === 1 ? "1 rule" : `${spans} rules`],
    ["send to", sendTo.length === 0 ? "nobody" : sendTo.join(", ")],
    ["rules", `${rules.pack}: ${listed(rules.observe)}`],
    ["rules off", listed(rules.off)],
    ["spool", spool ? spooled(spool) : "none: records that wait in memory are lost when the service crashes"],
  ]);
  return lines.map((line) => `  ${line}\n`);
}

function spooled({ directory, maxBytes, whenFull }: SpoolConfig): string {
  return `${directory}, up to ${maxBytes} bytes, then ${whenFull}`;
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? "none" : `${names.length} (${names.join(", ")})`;
}
