import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bookFeed, plain } from "./express/app.ts";
import { Child } from "./express/child.ts";
import { type AppFigures, measureApp, type Spread, type VariantFigures } from "./express/rounds.ts";
import { Storage } from "./express/storage.ts";
import { environment } from "./measure.ts";

/** The least that the example may keep of its requests per second with a probe that nothing waits for. */
const LEAST_KEPT = 0.5;

/** Prints the figures; the exit code says whether what they show holds. */
export async function express(json: boolean): Promise<number> {
  const directory = await mkdtemp(join(tmpdir(), "probity-bench-"));
  const storage = await Storage.start(join(directory, "clickhouse"));
  const loader = new Child({
    args: [
      "--import",
      import.meta.resolve("tsx"),
      fileURLToPath(new URL("express/load.ts", import.meta.url)),
    ],
    log: join(directory, "load.log"),
  });
  try {
    const apps: AppFigures[] = [];
    for (const app of [bookFeed, plain]) apps.push(await measureApp(app, storage, loader, directory));
    const wrong = apps.flatMap(wrongOf);
    const result = {
      environment: environment(),
      apps,
      leastKept: LEAST_KEPT,
      wrong,
      met: wrong.length === 0,
    };
    process.stdout.write(json ? `${JSON.stringify(result)}\n` : text(result));
    return result.met ? 0 : 1;
  } finally {
    await loader.end("SIGKILL");
    await storage.close();
    await rm(directory, { recursive: true, force: true });
  }
}

function wrongOf({ app, variants }: AppFigures): string[] {
  const [off, ...others] = variants;
  const wrong = variants.flatMap((each) =>
    each.wrong.map((what) => `${app}, ${each.variant.title}: ${what}`),
  );
  for (const { variant, perSecond } of others) {
    const kept = perSecond.median / (off?.perSecond.median ?? 0);
    if (variant.probe?.waitFor === undefined && kept < LEAST_KEPT && app === bookFeed.title)
      wrong.push(`${app}, ${variant.title}: kept ${kept.toFixed(2)} of its requests per second`);
  }
  return wrong;
}

function text({
  environment: where,
  apps,
  wrong,
}: {
  readonly environment: Readonly<Record<string, string>>;
  readonly apps: readonly AppFigures[];
  readonly wrong: readonly string[];
}): string {
  const lines: string[] = [];
  for (const { app, rate, variants } of apps) {
    lines.push("", `${app}; p50 and p99 at ${rate} requests a second`, heading());
    for (const each of variants) lines.push(line(each));
  }
  lines.push("", `environment: ${Object.values(where).join(", ")}`);
  if (wrong.length === 0)
    lines.push("every answer is that of the service without a probe; every decision is stored once");
  else lines.push(...wrong.map((what) => `WRONG: ${what}`));
  return `${lines.join("\n")}\n`;
}

const COLUMNS = ["req/s", "CPU µs", "of no probe", "main thread µs", "p50 ms", "p99 ms"];

function heading(): string {
  return "".padEnd(20) + COLUMNS.map((column) => column.padStart(20)).join("");
}

function line({ variant, perSecond, cpuUs, cpuOfOff, mainThreadUs, p50, p99 }: VariantFigures): string {
  const cells = [
    cell(perSecond, 0),
    cell(cpuUs, 0),
    cell(cpuOfOff, 2),
    mainThreadUs ? cell(mainThreadUs, 0) : "?",
    cell(p50, 1),
    cell(p99, 1),
  ];
  return variant.title.padEnd(20) + cells.map((each) => each.padStart(20)).join("");
}

function cell({ median, least, most }: Spread, digits: number): string {
  return `${median.toFixed(digits)} (${least.toFixed(digits)}–${most.toFixed(digits)})`;
}
