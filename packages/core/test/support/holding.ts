import { type Feature, FeatureSet, type Hold, type Judge, type OpenedFacts } from "../../src/index.ts";
import { catalogOf, type Recording, recording } from "./recording.ts";

/** What is held, with features by name. */
export type HeldByName = Omit<Hold, "features"> & { readonly features?: readonly string[] };

/** A recorder whose rules are enforced, and hold what `held` says of each decision. */
export function holding(
  features: readonly (string | Feature)[],
  held: HeldByName | ((opened: OpenedFacts) => HeldByName | undefined),
  judge: Partial<Judge> = {},
): Recording {
  const catalog = catalogOf(features);
  const numbers = (names: readonly string[]): number[] =>
    names.map((name) => {
      const feature = catalog.feature(name);
      if (feature === undefined) throw new Error(`${name} is no declared feature`);
      return feature.number;
    });
  const made = (given: HeldByName): Hold => ({
    ...given,
    features: given.features && FeatureSet.of(catalog.features.length, numbers(given.features)),
  });
  return recording(features, {
    catalog,
    judge: () => ({
      rules: "test@1",
      enforces: true,
      judge: () => [],
      hold(opened) {
        const given = typeof held === "function" ? held(opened) : held;
        return given && made(given);
      },
      ...judge,
    }),
  });
}

/** `data` as source `profile`, in a decision that stays open and holds those features. */
export function veiled<T>(
  data: T,
  features: readonly (string | Feature)[],
  held: readonly string[] | HeldByName,
): T {
  const hold = "length" in held ? { features: held } : held;
  return holding(features, hold).open().track("profile", data);
}
