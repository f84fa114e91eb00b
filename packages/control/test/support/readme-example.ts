import { ChoiceLedger, InterventionLedger } from "@probity/control";
import { createCatalog, Pseudonyms, Recorder, type Chunk } from "@probity/core";

export const chunks: Chunk[] = [];
const pseudonyms = new Pseudonyms({ id: "2026-h2", secret: Buffer.alloc(32, "a secret of your own") });
const choices = new ChoiceLedger({
  recorder: { enter: (...entry) => recorder.enter(...entry), fault },
  pseudonyms,
});
export const recorder: Recorder = new Recorder({
  service: "book-feed",
  catalog: createCatalog({ sources: [{ name: "profile" }], features: [{ name: "profile.age" }] }),
  algorithms: [{ id: "feed", version: "1.4", type: "personalised_push", purpose: "content" }],
  pseudonyms,
  sink: { accept: (chunk) => chunks.push(chunk) > 0 },
  subjects: choices, // what users chose is laid over what the service says of them
});
const interventions = new InterventionLedger({ recorder, pseudonyms, reasons: ["EDITORIAL"], maxDays: 7 });

/** A user chooses; an editor's pin is proposed, approved, and acts. */
export function served(now: number): readonly string[] {
  choices.enter({ subject: "r1", kind: "personalisation_off" });

  const pin = { kind: "pin", surface: "hot", item: "9787020002207", rank: 1 } as const;
  const { intervention } = interventions.propose({
    ...pin,
    by: "li",
    reason: "EDITORIAL",
    ticket: "OPS-17",
    to: now + 86_400_000,
  });
  interventions.approve({ id: intervention.id, by: "wang" });

  const decision = recorder.open({ algorithm: "feed", subject: { id: "r1" } });
  const list = interventions.applyTo(decision, ["9787536692930", "9787020002207"], "hot");
  decision.deliver(list);
  decision.close();
  return list;
}

function fault(where: string, error: unknown): void {
  recorder.fault(where, error);
}
