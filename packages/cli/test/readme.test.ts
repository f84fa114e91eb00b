import { readFile } from "node:fs/promises";

import { expect, it } from "vitest";

import { renderGaps } from "../src/gaps/render-gaps.ts";
import { renderPath } from "../src/index.ts";
import { plain } from "../src/terminal/style.ts";
import { loads, SECRETS } from "./support/config.ts";
import { someGapCounts, someRoutes } from "./support/coverage.ts";
import { someGaps } from "./support/gaps.ts";
import { pathAcrossServices } from "./support/path-across-services.ts";
import { complaint, openComplaint, process, step, URL_GIVEN } from "./support/ledgers.ts";
import { feature, pathOf } from "./support/records.ts";
import { richPath } from "./support/rich-path.ts";
import { fakeStore, opens } from "./support/store.ts";
import { probity } from "./support/terminal.ts";
import { someUnmapped } from "./support/unmapped.ts";

const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");

it("shows a path just as it is drawn", () => {
  const [pin] = richPath.decision.interventions;
  const path = pathOf(
    {
      age_band: "u14",
      personalised: true,
      interventions: pin ? [{ ...pin, item: "a5d1c3f2e4b60718" }] : [],
      items: [
        { id: "a5d1c3f2e4b60718", score: Math.fround(0.45), flags: 0 },
        { id: "0b6c9de1a2f34857", score: Math.fround(0.9), flags: 0 },
      ],
    },
    {
      sources: richPath.sources.slice(0, 1).map((source) => ({
        ...source,
        features: [feature("profile.age"), feature("profile.interests[]", { codes: ["LEG.BROWSE"] })],
      })),
      findings: richPath.findings.slice(0, 1).map((finding) => ({ ...finding, detail: "" })),
    },
  );
  expect(readme).toContain(renderPath(path, { timeZone: "Asia/Shanghai" }));
});

it("shows gaps just as they are listed", () => {
  const { gaps, causes } = someGaps;
  const decisions = { stored: 9_997, lost: 4, missing: 3, doubled: 0 };
  const view = { language: "en", style: plain, timeZone: "Asia/Shanghai" } as const;
  expect(readme).toContain(renderGaps({ gaps, hasMore: false, causes, decisions }, view));
});

it("shows a path across services just as it is drawn", () => {
  expect(readme).toContain(renderPath(pathAcrossServices, { timeZone: "Asia/Shanghai" }));
});

it("shows unmapped calls just as they are listed", async () => {
  const store = fakeStore({ unmapped: () => Promise.resolve(someUnmapped) });
  const ports = { ...opens(store), loadConfig: loads() };
  const { out } = await probity(["unmapped"], { env: SECRETS, ports });
  expect(readme).toContain(`$ probity unmapped --since 7d\n${out}`);
});

it("shows coverage just as it is stated", async () => {
  const coverage = () => Promise.resolve({ routes: someRoutes, isComplete: true });
  const store = fakeStore({ coverage, gapCounts: () => Promise.resolve(someGapCounts) });
  const { out } = await probity(["coverage", "--url", "http://localhost:8123"], { ports: opens(store) });
  expect(readme).toContain(`$ probity coverage --since 7d\n${out}`);
});

it("shows changes of rules, and complaints, just as they are listed", async () => {
  const thrown = step({ target: "kill_switch", rule: "", from: "", to: "thrown", reason: "fire" });
  const applied = step({ step: "applied", ts: step().ts + 700, service: "book-feed" });
  const store = fakeStore({
    controlChanges: () => Promise.resolve([step(), thrown]),
    controlSteps: () => Promise.resolve([step(), applied, { ...applied, step: "refused", epoch: 2 }]),
    liveProcesses: () => Promise.resolve([{ ...process, writer: "6c0ba1b2-9d6b-4a3c-8a58-f1f5ff1d4c9a" }]),
    complaints: () => Promise.resolve({ cases: [complaint, openComplaint], isComplete: true }),
  });
  const shown = await probity(["control", "show", ...URL_GIVEN], { ports: opens(store) });
  expect(readme).toContain(`$ probity control show\n${shown.out}`);
  const call = ["complaints", "--first-reply-hours", "24", "--close-hours", "72"];
  const listed = await probity([...call, ...URL_GIVEN], { ports: opens(store) });
  expect(readme).toContain(`$ probity ${call.join(" ")}\n${listed.out}`);
});

it("names every command, and each as the help does", async () => {
  const { out } = await probity(["--help"]);
  const commands = [...out.matchAll(/^ {2}(\w+) /gm)]
    .map(([, name]) => name ?? "")
    .filter((name) => name !== "help");
  expect(commands.length).toBeGreaterThan(0);
  expect(commands.filter((name) => !readme.includes(`| \`probity ${name}`))).toEqual([]);
});
