import { describe, expect, it } from "vitest";
import { type Algorithm, FeatureSet, type Hold, type HoldRow, ITEM_FLAGS } from "../../src/index.ts";
import { fakeClock, NEW_YEAR } from "../support/fake-clock.ts";
import { finding } from "../support/judges.ts";
import { observed } from "../support/observed.ts";
import { CALLER, recording, WRITER } from "../support/recording.ts";
import { use } from "../support/seen.ts";

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
      mode: "as_requested",
      holds: [],
      items_held: [],
      use_today_s: null,
      use_continuous_s: null,
      pool: "unknown",
      significant: false,
      explanation: "",
      review_route: "",
      refusal: "unknown",
      notice: "",
      cohorts: [],
      prices: [],
    });
  });
});

describe("a decision of which everything was said", () => {
  it("is recorded whole", () => {
    const clock = fakeClock();
    const hold: Hold = {
      features: FeatureSet.of(4, [0]),
      refusesItem: (flags) => (flags & ITEM_FLAGS.ad) !== 0,
      mode: "non_personalised",
    };
    const held: HoldRow = {
      rule: "C01",
      rule_version: 2,
      action: "strip_feature",
      mode: "enforce",
      features: [0],
      unregistered: 0,
      tags: 0,
      items: 1,
    };
    const found = finding("S01", { features: [1], detail: "profile.city" });
    const algorithm: Algorithm = {
      id: "prices",
      version: "7",
      type: "dispatch",
      purpose: "pricing",
      filing: "网信算备110108",
      serviceClass: "social",
      audience: "minors",
      significant: true,
      reviewRoute: "/appeals",
    };
    const features = [
      { name: "profile.age", neutral: 0 },
      "profile.city",
      { name: "profile.tags[]", tags: true },
      "scores.user",
    ];
    const judge = {
      rules: "cn@2 !C01",
      enforces: true,
      hold: () => hold,
      judge: () => [found],
      heldBack: () => [held],
    };
    const watched = recording(features, { algorithms: [algorithm], clock, judge: () => judge });
    const caller = { decision: CALLER.decision, outlet: "app-home", hop: 1 };
    const trace = { traceId: "4bf92f3577b34da6a3ce929d0e0e4736", spanId: "00f067aa0ba902b7" };
    const decision = watched.open({
      algorithm: "prices",
      outlet: "home",
      route: "/prices/:id",
      trace,
      caller,
    });
    decision.identify({
      id: "u1",
      age: 15,
      ageSource: "verified",
      minorMode: true,
      elderMode: true,
      guardian: { consent: true, exempt: true, rules: "minors@3" },
      consent: { version: "privacy@9", separate: ["SPI.MED"], withdrawnAt: NEW_YEAR - 5 },
      choices: { personalisationOff: true, offAt: NEW_YEAR - 7, deletedTags: ["football"] },
      use: { todaySec: 3599.9, continuousSec: 600 },
      cohorts: ["new", "app"],
    });
    const { age, city, tags, hat } = decision.track("profile", {
      age: 15,
      city: "杭州",
      tags: ["go"],
      hat: "red",
    });
    use(age, city, tags[0], hat);
    decision.uses("scores.user");
    decision.observe(observed({ source: "profile", features: ["profile.city"] }));
    decision.describe({ pool: "general", explanation: "kept/17", refusalOffered: true, notice: "notice@4" });
    decision.price([{ id: "room", price: 12.5, basePrice: 14, conditions: "2 nights" }]);
    decision.intervene({
      id: "iv-1",
      kind: "pin",
      item: "room",
      fromRank: 9,
      toRank: 1,
      operator: "li",
      ticket: "T-1",
    });
    decision.deliver(
      decision.admit([
        { id: "room", score: 0.5, flags: ["own_product"] },
        { id: "spot", flags: ["ad"] },
      ]),
    );
    clock.pass(2.5);
    decision.close({ outcome: "aborted", status: 499 });
    const hex = (length: number): unknown =>
      expect.stringMatching(new RegExp(`^(?!0+$)[0-9a-f]{${length}}$`));
    expect(watched.row()).toEqual({
      id: decision.id,
      ts: NEW_YEAR,
      seq: 1,
      took_us: 2500,
      writer: WRITER,
      epoch: 1,
      service: "book-feed",
      catalog: watched.catalog.digest,
      trace_id: trace.traceId,
      span_id: trace.spanId,
      parent: CALLER.decision,
      parent_via: "baggage",
      route: "/prices/:id",
      algorithm: "prices",
      version: "7",
      algorithm_type: "dispatch",
      filing: "网信算备110108",
      service_class: "social",
      rules: "cn@2 !C01",
      purpose: "pricing",
      outlet: "home",
      product: "Book Feed",
      form: "website",
      access_path: ["首页"],
      function: "猜你喜欢",
      surface: "feed",
      subject: hex(64),
      key_id: "k1",
      age_band: "14-15",
      age_source: "verified",
      minor_mode: true,
      elder_mode: true,
      guardian_consent: true,
      guardian_exempt: true,
      minor_rules: "minors@3",
      consent_version: "privacy@9",
      separate_consents: ["SPI.MED"],
      consent_withdrawn_at: NEW_YEAR - 5,
      personalisation_off: true,
      personalisation_off_at: NEW_YEAR - 7,
      deleted_tags: 1,
      features_read: [1, 2],
      features_declared: [3],
      features_span: [1],
      unregistered: [{ source: "profile", name: "hat", how: "read" }],
      personalised: true,
      tags_used: 1,
      calls: [
        { source: "profile", how: "read", at_us: 0, took_us: 0, count: 1 },
        { source: "scores", how: "declared", at_us: 0, took_us: 0, count: 1 },
        { source: "profile", how: "span", at_us: 500, took_us: 1250, count: 1 },
      ],
      items: [{ id: hex(16), score: 0.5, flags: ITEM_FLAGS.own_product }],
      interventions: [
        {
          id: "iv-1",
          kind: "pin",
          item: hex(16),
          from_rank: 9,
          to_rank: 1,
          operator: "li",
          approver: "",
          reason: "",
          ticket: "T-1",
          valid_from: null,
          valid_to: null,
        },
      ],
      findings: [found],
      outcome: "aborted",
      spans: [expect.objectContaining({ source: "profile" })],
      status: 499,
      input_faults: [],
      mode: "non_personalised",
      holds: [held],
      items_held: [{ id: hex(16), flags: ITEM_FLAGS.ad }],
      use_today_s: 3599,
      use_continuous_s: 600,
      pool: "general",
      significant: true,
      explanation: "kept/17",
      review_route: "/appeals",
      refusal: "offered",
      notice: "notice@4",
      cohorts: ["new", "app"],
      prices: [{ item: watched.row().items[0]?.id, price: 12.5, base: 14, conditions: hex(16) }],
    });
  });
});
