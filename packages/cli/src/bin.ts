#!/usr/bin/env node
import { runCli, systemIo } from "./index.ts";
process.exitCode = await runCli(process.argv.slice(2), systemIo());
