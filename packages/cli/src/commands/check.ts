import { createCatalog, type Catalog } from "@probity/core";
import { isConfigError, printProblem, type Config, type Problem, type SpoolConfig } from "@probity/config";
import {
  inspectWith,
  ownPack,
  type RegistryFinding,
  type RuleMode,
  type RulePack,
  rulePacks,
} from "@probity/rules";

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
  details:
    "Tells every problem with file, line and column, and what rules have to say of what is declared: suspected, and to " +
    "be reviewed. Looks up no secrets; doctor does.",
  parameters: {
    file: text("[file]", `the configuration (default: ${DEFAULT_CONFIG})`),
    json,
  },

  async run({ file = DEFAULT_CONFIG, json: asJson }, { io, ports }) {
    try {
      const config = await ports.loadConfig(file);
      const facts = factsOf(config, io.now());
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
  /** Packs with their versions, and rules by what they do where no outlet says otherwise. */
  readonly rules: Readonly<Record<"packs" | RuleMode, readonly string[]>>;
  /** Outlets where rules do something else, such as `home: M01 enforce`. */
  readonly ruleOutlets: readonly string[];
  /** What rules find in the registry of algorithms, outlets and filings: suspected, and to be reviewed. */
  readonly review: readonly RegistryFinding[];
  readonly spool: SpoolConfig | null;
}

function factsOf(config: Config, now: number): Facts {
  const { service, algorithms, outlets, routes, spans, propagation, rules, spool = null } = config;
  const catalog = createCatalog(config.catalog);
  const packs = packsOf(rules);
  const ids = packs.flatMap((pack) => pack.rules.map(({ id }) => id));
  const set = (mode: RuleMode): string[] => ids.filter((id) => (rules.modes.get(id) ?? "observe") === mode);
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
      packs: packs.map(({ id, version }) => `${id}@${version}`),
      enforce: set("enforce"),
      shadow: set("shadow"),
      observe: set("observe"),
      off: set("off"),
    },
    ruleOutlets: [...rules.outlets].map(
      ([outlet, modes]) => `${outlet}: ${[...modes].map((entry) => entry.join(" ")).join(", ")}`,
    ),
    review: inspectWith(packs, { catalog, algorithms, outlets }, now, {
      modes: rules.modes,
      outlets: rules.outlets,
    }),
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
  ruleOutlets,
  review,
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
    ["rules", listed(rules.packs)],
    ["enforced", listed(rules.enforce)],
    ["in shadow", listed(rules.shadow)],
    ["observing", String(rules.observe.length)],
    ["rules off", listed(rules.off)],
    ["at outlets", ruleOutlets.length === 0 ? "as everywhere" : ruleOutlets.join("; ")],
    ["to review", listed(review.map(suspicion))],
    ["spool", spool ? spooled(spool) : "none: records that wait in memory are lost when the service crashes"],
  ]);
  return lines.map((line) => `  ${line}\n`);
}

/** `F01 feed at home: outlet=unfiled`. */
function suspicion({ rule, algorithm, outlet, detail }: RegistryFinding): string {
  return `${rule} ${algorithm}${outlet === "" ? "" : ` at ${outlet}`}: ${detail}`;
}

function packsOf({ packs, own }: Config["rules"]): RulePack[] {
  const known = packs.flatMap((id) => rulePacks.get(id) ?? []);
  return own.length === 0 ? known : [...known, ownPack(own)];
}

function spooled({ directory, maxBytes, whenFull }: SpoolConfig): string {
  return `${directory}, up to ${maxBytes} bytes, then ${whenFull}`;
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? "none" : `${names.length} (${names.join(", ")})`;
}
