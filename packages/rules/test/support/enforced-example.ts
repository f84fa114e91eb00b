import { createCatalog, Pseudonyms, Recorder } from "@probity/core";
import { cn, judgeWith } from "@probity/rules";

const recorder = new Recorder({
  service: "book-feed",
  catalog: createCatalog({
    sources: [{ name: "profile" }],
    features: [{ name: "profile.interests[]", tags: true, purposes: ["content"] }],
  }),
  algorithms: [{ id: "feed", version: "1", type: "personalised_push", purpose: "content" }],
  pseudonyms: new Pseudonyms({ id: "k1", secret: new Uint8Array(32) }),
  sink: { accept: () => true },
  judge: judgeWith([cn], { modes: new Map([["C01", "enforce"]]) }),
});

const decision = recorder.open({ algorithm: "feed", subject: { choices: { personalisationOff: true } } });
const profile = decision.track("profile", { interests: ["history"] });
export const seen = [decision.mode, profile.interests[0]]; // non_personalised, and nothing
decision.close();

export const findings = [...recorder.counters.findings]; // C01, once: it was asked for in vain
