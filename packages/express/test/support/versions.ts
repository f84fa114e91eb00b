import { createRequire } from "node:module";
import express5 from "express";

// Express 4 has no types of its own here; what these tests call is the same in both.
process.env["NO_DEPRECATION"] = "express";
const require = createRequire(import.meta.url);
const express4 = require("express4") as typeof express5;

/** Every behaviour is tested on both. */
export const versions = [
  { name: "Express 4", express: express4 },
  { name: "Express 5", express: express5 },
] as const;

export type ExpressModule = typeof express5;
