import type { CatalogFeature } from "@probity/core";

/**
 * Personal data that serves for more than protection: what the record calls personalised. A feature registered for
 * safety alone (age for the minors' mode, the opt-out itself) is read for the user's sake, and holding it back would
 * undo the very protection that other rules ask for.
 */
export function isPersonalisation({ personal, purposes }: CatalogFeature): boolean {
  const isProtective = purposes.length > 0 && purposes.every((purpose) => purpose === "safety");
  return personal && !isProtective;
}
