import { type Chunk, createCatalog, decisionRecord, Pseudonyms, Recorder } from "@probity/core";

const chunks: Chunk[] = [];
const recorder = new Recorder({
  service: "book-feed",
  catalog: createCatalog({
    sources: [{ name: "profile", system: "postgresql", dataset: "readers" }],
    features: [
      { name: "profile.age", purposes: ["content"] },
      { name: "profile.interests[]", codes: ["LEG.BROWSE"], tags: true, purposes: ["content"] },
    ],
  }),
  algorithms: [{ id: "feed", version: "1.4", type: "personalised_push", purpose: "content" }],
  pseudonyms: new Pseudonyms({ id: "2026-h2", secret: Buffer.alloc(32, "a secret of your own") }),
  sink: { accept: (chunk) => chunks.push(chunk) > 0 },
});

const decision = recorder.open({ algorithm: "feed", subject: { id: "reader-7", age: 12 } });
const profile = decision.track("profile", { age: 12, interests: ["history"], phone: "138…", rating: 4 });
const { age, rating } = profile; // `rating` is in no catalog, and is recorded as unregistered
decision.deliver([{ id: age < 14 && rating > 3 ? "a children's book" : "any book", score: 0.9 }]);
decision.close();

recorder.flush();
export const rows = chunks.flatMap(({ bytes, version }) => decisionRecord.decode(bytes, version));
