import { createCatalog, Pseudonyms, Recorder, type Chunk } from "@probity/core";
import { createMiddleware } from "@probity/express";
import express from "express";

export const chunks: Chunk[] = [];
export const recorder = new Recorder({
  service: "book-feed",
  catalog: createCatalog({ sources: [{ name: "profile" }], features: [{ name: "profile.age" }] }),
  algorithms: [{ id: "feed", version: "1.4", type: "personalised_push", purpose: "content" }],
  pseudonyms: new Pseudonyms({ id: "2026-h2", secret: Buffer.alloc(32, "a secret of your own") }),
  sink: { accept: (chunk) => chunks.push(chunk) > 0 },
});

export const app = express();
app.use(
  createMiddleware({
    recorder,
    routes: [{ method: "GET", path: "/feed", algorithm: "feed", items: "items[].isbn" }],
    subject: { id: { header: "x-reader-id" }, minorMode: { header: "x-minor-mode" } },
  }),
);
app.get("/feed", (req, res) => {
  const loaded = { age: 12, name: "Li" };
  const profile = req.decision?.track("profile", loaded) ?? loaded;
  const isbn = profile.age < 14 ? "9787536692930" : "9787020002207"; // this read of `profile.age` is recorded
  res.json({ items: [{ isbn }] });
});
