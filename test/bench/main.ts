import { parseArgs } from "node:util";
import { express } from "./express.ts";
import { hotPath } from "./hot-path.ts";
import { memory } from "./memory.ts";
import { otel } from "./otel.ts";
import { rules } from "./rules.ts";

const benchmarks: Readonly<Record<string, (json: boolean) => Promise<number>>> = {
  "hot-path": hotPath,
  rules,
  express,
  otel,
  memory,
};

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
