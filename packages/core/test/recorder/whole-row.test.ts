import { describe, expect, it } from "vitest";
import { recording, WRITER } from "../support/recording.ts";

describe("a decision with nothing said of it", () => {
  it("is recorded whole, with every gap filled", () => {
    const watched = recording(["profile.age"], {
      clock: { now: () => 1_700_000_000_000, monotonicUs: () => 0 },
    });
    const decision = watched.open();
    decision.close();
    expect(watched.row()).toEqual({
      id: decision.id,
      ts: 1_700_000_000_000,
      seq: 1,
      took_us: 0,
      writer: WRITER,
      epoch: 1,
      service: "book-feed",
      catalog: watched.catalog.digest,
      trace_id: "0".repeat(32),
      span_id: "0".repeat(16),
      parent: "00000000-0000-0000-0000-000000000000",
      parent_via: "none",
      route: "",
      algorithm: "feed",
      version: "1",
      algorithm_type: "personalised_push",
      filing: "",
      service_class: "general",
      rules: "",
      purpose: "content",
      outlet: "",
      product: "",
      form: "other",
      access_path: [],
      function: "",
      surface: "other",
      subject: "0".repeat(64),
      key_id: "k1",
      age_band: "unknown",
      age_source: "none",
      minor_mode: false,
      elder_mode: false,
      guardian_consent: false,
      guardian_exempt: false,
      minor_rules: "",
      consent_version: "",
      separate_consents: [],
      consent_withdrawn_at: null,
      personalisation_off: false,
      personalisation_off_at: null,
      deleted_tags: 0,
      features_read: [],
      features_declared: [],
      features_span: [],
      unregistered: [],
      personalised: false,
      tags_used: 0,
      calls: [],
      items: [],
      interventions: [],
      findings: [],
      outcome: "delivered",
      spans: [],
      status: 0,
      input_faults: [],
    });
  });
});
