import type { Algorithm } from "@probity/core";
import type { RequestListener } from "node:http";
import { expect, it } from "vitest";
import { Gate } from "../../../test/support/gate.ts";
import { exchange, get, serving } from "../../../test/support/raw.ts";
import { harness } from "./support/harness.ts";

it.each<[string, Partial<Algorithm>]>([
  ["in the normal way", {}],
  ["after its end was held", { waitFor: "spooled" }],
])(
  "when a response closes %s, its decision is closed before the span of its request ends",
  async (_, algorithm) => {
    const { probe, coverage, faults } = harness({}, { algorithm, progress: Gate.opened("spooled") });
    const seen: unknown[] = [];
    const instrumented: RequestListener = (req, res) => {
      // As OpenTelemetry's instrumentation of http does, before anybody else is given the request.
      res.on("close", () => seen.push("span ends", decision?.isClosed, coverage()[0]?.decisions));
      const decision = probe.begin(req, res, { target: req.url ?? "" });
      res.on("close", () => seen.push("the service hears of it"));
      res.setHeader("Content-Type", "application/json").end('{"items":[]}');
    };
    await serving(instrumented, async (port) => {
      await exchange(port, get("/feed"));
      await expect.poll(() => seen, { interval: 1 }).toHaveLength(4);
    });
    expect(seen).toEqual(["span ends", true, 1, "the service hears of it"]);
    expect(faults).toEqual([]);
  },
);
