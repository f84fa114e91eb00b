import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createProbe } from "@probity/probe";
import express from "express";

// A plain Express service: it ranks 200 items for a reader, all in memory, and answers with the best 20. What a probe
// costs shows here as it does nowhere else, since the service itself costs next to nothing.

const SIGNALS = 12;
const ITEMS = 200;
const READERS = 500;
const SHOWN = 20;

// Weights that repeat from process to process.
const weight = (n: number, signal: number): number => ((n * 37 + signal * 101) % 97) / 97;

const names = Array.from({ length: SIGNALS }, (_, signal) => `signal${signal}`);
const profiles = Array.from({ length: READERS }, (_, reader): Readonly<Record<string, number>> =>
  Object.fromEntries(names.map((name, signal) => [name, weight(reader, signal)])),
);
const items = Array.from({ length: ITEMS }, (_, item) => ({
  id: `item-${item}`,
  title: `Item number ${item}`,
  weights: names.map((_name, signal) => weight(item, signal + 5)),
}));

const [file] = process.argv.slice(2);
const probe = file === undefined ? undefined : await createProbe(file);
const app = express();
if (probe) app.use(probe.express());
app.get("/rank", (req, res) => {
  const loaded = profiles[Number(req.get("x-reader-id"))] ?? {};
  const profile = req.decision?.track("profile", loaded) ?? loaded;
  const taste = names.map((name) => profile[name] ?? 0);
  const scored = items.map(({ id, title, weights }) => {
    const score = weights.reduce((sum, each, signal) => sum + each * (taste[signal] ?? 0), 0);
    return { id, title, score };
  });
  res.json({ items: scored.sort((a, b) => b.score - a.score).slice(0, SHOWN) });
});

const server = createServer(app).listen(0, "127.0.0.1");
await once(server, "listening");
process.stdout.write(`service answers at http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
process.once("SIGTERM", () => {
  server.close();
  void probe?.close().then((report) => process.stdout.write(`probe closed: ${JSON.stringify(report)}\n`));
});
