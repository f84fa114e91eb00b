import { parseArgs } from "node:util";
import { hotPath } from "./hot-path.ts";

const benchmarks: Readonly<Record<string, (json: boolean) => Promise<number>>> = { "hot-path": hotPath };

const { values, positionals } = parseArgs({
  options: { json: { type: "boolean", default: false } },
  allowPositionals: true,
});
const benchmark = benchmarks[positionals[0] ?? ""];
if (benchmark) {
  process.exitCode = await benchmark(values.json);
} else {
  process.stderr.write(`usage: pnpm bench <${Object.keys(benchmarks).join(" | ")}> [--json]\n`);
  process.exitCode = 2;
}
