import type { SpanRule } from "@probity/core";
import { besideFile } from "./beside-file.ts";
import type { Config, RulesConfig, SpoolConfig } from "./config.ts";
import { type Path, printPath } from "./place.ts";
import type { Locate } from "./problem.ts";
import type { ConfigFile } from "./schema/config-file.ts";
import type { GivenRules } from "./schema/rules.ts";
import type { GivenSpanRule } from "./schema/spans.ts";
import type { SecretReference } from "./secrets/secret-reference.ts";
import { type LocatedNode, offsetOf } from "./yaml/located-node.ts";

interface Reading {
  readonly root: LocatedNode;
  readonly file: string;
  readonly locate: Locate;
}

/** From names as keys to things with names; references to secrets learn where they stand. */
export function toConfig(given: ConfigFile, reading: Reading): Omit<Config, "warnings"> {
  const {
    service,
    pseudonyms,
    sources,
    features,
    spans,
    algorithms,
    outlets,
    routes,
    subject,
    rules,
    control,
    interventions,
    choices,
    feedback,
    minors,
    propagation,
    telemetry,
    storage,
    spool,
  } = given;
  const { file } = reading;
  const keys = Object.entries(pseudonyms.keys).map(([id, key]) => {
    return [id, placed(key, ["pseudonyms", "keys", id], reading)] as const;
  });
  return {
    file,
    service,
    pseudonyms: { current: pseudonyms.current, keys: new Map(keys) },
    catalog: {
      sources: Object.entries(sources).map(([name, source]) => ({ name, ...source })),
      features: Object.entries(features).map(([name, feature]) => ({ name, ...feature })),
    },
    spans: spans.map(toSpanRule),
    algorithms: Object.entries(algorithms).map(([id, algorithm]) => ({ id, ...algorithm })),
    outlets: Object.entries(outlets).map(([id, outlet]) => ({ id, ...outlet })),
    routes,
    subject,
    rules: toRules(rules, file),
    control: control.file === undefined ? control : { ...control, file: besideFile(file, control.file) },
    interventions,
    choices,
    feedback,
    minors,
    propagation,
    telemetry,
    storage: {
      ...storage,
      url: typeof storage.url === "string" ? storage.url : placed(storage.url, ["storage", "url"], reading),
      password: storage.password && placed(storage.password, ["storage", "password"], reading),
    },
    ...(spool && { spool: resolved(spool, file) }),
  };
}

// A rule without a source is one that ignores, as was checked.
function toSpanRule({ match, source, features, fields }: GivenSpanRule): SpanRule {
  return { match, source, features, fields };
}

function toRules({ modes, outlets, lexicons, ...rules }: GivenRules, file: string): RulesConfig {
  return {
    ...rules,
    modes: new Map(Object.entries(modes)),
    outlets: new Map(Object.entries(outlets).map(([id, own]) => [id, new Map(Object.entries(own))])),
    lexicons: lexicons.map(({ code, file: words }) => ({ code, file: besideFile(file, words) })),
  };
}

function resolved(spool: SpoolConfig, file: string): SpoolConfig {
  const { directory, spill, archive } = spool;
  return {
    ...spool,
    directory: besideFile(file, directory),
    ...(spill && { spill: { ...spill, directory: besideFile(file, spill.directory) } }),
    ...(archive && { archive: { directory: besideFile(file, archive.directory) } }),
  };
}

function placed(reference: SecretReference, path: Path, { root, file, locate }: Reading): SecretReference {
  const at = [...path, "env" in reference ? "env" : "file"];
  return { ...reference, at: { file, ...locate(offsetOf(root, at)), path: printPath(at) } };
}
