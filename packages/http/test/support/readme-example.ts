import {
  type Chunk,
  createCatalog,
  currentDecision,
  Pseudonyms,
  Recorder,
  runInDecision,
} from "@probity/core";
import { createRequestProbe } from "@probity/http";
import { createServer, type IncomingMessage, type RequestListener } from "node:http";

export const chunks: Chunk[] = [];
export const recorder = new Recorder({
  service: "book-feed",
  catalog: createCatalog({ sources: [{ name: "profile" }], features: [{ name: "profile.age" }] }),
  algorithms: [{ id: "feed", version: "1.4", type: "personalised_push", purpose: "content" }],
  pseudonyms: new Pseudonyms({ id: "2026-h2", secret: Buffer.alloc(32, "a secret of your own") }),
  sink: { accept: (chunk) => chunks.push(chunk) > 0 },
});

const probe = createRequestProbe({
  recorder,
  routes: [{ method: "GET", path: "/feed", algorithm: "feed", items: "items[].isbn" }],
  subject: { id: { header: "x-reader-id" } },
});

const handle: RequestListener = (_req, res) => {
  currentDecision()?.uses("profile.age");
  res.writeHead(200, { "Content-Type": "application/json" });
  res.end(JSON.stringify({ items: [{ isbn: "9787020002207" }] }));
};

const reroute = (req: IncomingMessage, target: string): void => void (req.url = target);

export const server = createServer((req, res) => {
  const decision = probe.begin(req, res, { target: req.url ?? "/" });
  if (probe.enforce(req, reroute)) return; // a rule blocks it, and it is answered
  if (decision) runInDecision(decision, () => handle(req, res));
  else handle(req, res);
});
