import { directory } from "../../../../../test/support/directory.ts";
import { test as base } from "vitest";

/** A directory of its own for each test. */
export const test = base.extend<{ directory: string }>(directory);
