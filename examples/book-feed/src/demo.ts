import { runDemo } from "./demo/run.ts";
import { demoOptions } from "./demo/options.ts";

process.exitCode = await runDemo(demoOptions(process.argv.slice(2)));
