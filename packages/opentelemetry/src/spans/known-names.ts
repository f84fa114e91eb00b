import type { Catalog, SpanRule } from "@probity/core";

/** The names that somebody declared: steps of features' paths, and fields that rules name. No other key is a name for sure. */
export function namesIn(catalog: Catalog, rules: readonly SpanRule[]): ReadonlySet<string> {
  const paths = [
    ...catalog.features.map(({ path }) => path),
    ...rules.flatMap(({ fields }) => Object.keys(fields ?? {})),
  ];
  const steps = paths.flatMap((path) => [path, ...path.replaceAll("[]", "").split(".")]);
  return new Set(steps.filter((name) => name !== "" && name !== "*"));
}
