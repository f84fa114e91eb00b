import type { Variant } from "../express/variants.ts";

export type OtelVariant = "bare" | "middleware" | "zeroCode" | "sdk" | "sdkZeroCode";

/** What an Express service may run with. */
export function otelVariants(): Readonly<Record<OtelVariant, Variant>> {
  const sdk = new URL("sdk.mjs", import.meta.url).href;
  const register = import.meta.resolve("@probity/opentelemetry/register");
  const byImport = { isSpooled: false, isZeroCode: true };
  return {
    bare: { name: "bare", title: "bare" },
    middleware: { name: "middleware", title: "probe by middleware", probe: { isSpooled: false } },
    zeroCode: { name: "zero", title: "probe by --import", probe: byImport, preloads: [register] },
    sdk: { name: "sdk", title: "OTel http + express", preloads: [sdk] },
    sdkZeroCode: {
      name: "sdk-zero",
      title: "OTel, and --import",
      probe: byImport,
      preloads: [sdk, register],
    },
  };
}
