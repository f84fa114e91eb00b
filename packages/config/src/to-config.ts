import type { Config } from "./config.ts";
import { type Path, printPath } from "./place.ts";
import type { Locate, Problem } from "./problem.ts";
import type { ConfigFile } from "./schema/config-file.ts";
import type { SecretReference } from "./secrets/secret-reference.ts";
import { type LocatedNode, offsetOf } from "./yaml/located-node.ts";

interface Reading {
  readonly root: LocatedNode;
  readonly file: string;
  readonly locate: Locate;
  readonly warnings: readonly Problem[];
}

/** From names as keys to things with names; references to secrets learn where they stand. */
export function toConfig(given: ConfigFile, reading: Reading): Config {
  const { service, pseudonyms, sources, features, algorithms, outlets, routes, subject, rules, storage } =
    given;
  const { file, warnings } = reading;
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
    algorithms: Object.entries(algorithms).map(([id, algorithm]) => ({ id, ...algorithm })),
    outlets: Object.entries(outlets).map(([id, outlet]) => ({ id, ...outlet })),
    routes,
    subject,
    rules: { pack: rules.pack, modes: new Map(Object.entries(rules.modes)) },
    storage: {
      ...storage,
      url: typeof storage.url === "string" ? storage.url : placed(storage.url, ["storage", "url"], reading),
      password: storage.password && placed(storage.password, ["storage", "password"], reading),
    },
    warnings,
  };
}

function placed(reference: SecretReference, path: Path, { root, file, locate }: Reading): SecretReference {
  const at = [...path, "env" in reference ? "env" : "file"];
  return { ...reference, at: { file, ...locate(offsetOf(root, at)), path: printPath(at) } };
}
