import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Algorithm,
  ByteWriter,
  type Decision,
  type DecisionDetails,
  decisionRecord,
  FeatureSet,
  type Finding,
  type Hold,
  type HoldRow,
  type Intervention,
  ITEM_FLAGS,
  type Item,
  type ItemFlag,
  type Judge,
  type Outlet,
  type PricedItem,
  type SubjectInput,
} from "../../src/index.ts";
import { decisionColumns } from "../../src/record/decision-columns.ts";
import { FEED, HOME, recording } from "../support/recording.ts";
import { rowOf, text } from "../support/rows.ts";
import { runs } from "../support/runs.ts";

// The request path encodes many columns by hand, or long before. Whatever a service does, that has to come to the
// bytes that the one codec would have written for the same row.

const names = Array.from({ length: 70 }, (_, n) => `profile.f${n}`);
const algorithms: Algorithm[] = [
  FEED,
  {
    ...FEED,
    id: "搜索",
    type: "retrieval",
    purpose: "search",
    filing: "网信算备110108",
    serviceClass: "game",
  },
];
const outlets: Outlet[] = [HOME, { ...HOME, id: "push", form: "app", surface: "push", path: [] }];

/** Mostly right, sometimes anything. */
const or = <T>(right: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof(
    { weight: 6, arbitrary: right },
    { weight: 1, arbitrary: fc.anything() as fc.Arbitrary<T> },
    fc.constant(undefined),
  );

const moment = fc.oneof(fc.date({ noInvalidDate: false }), fc.integer({ min: 0, max: 4e12 }));

const subject = fc.record(
  {
    id: or(text),
    age: or(fc.integer({ min: -5, max: 300 })),
    ageBand: or(fc.constantFrom("unknown", "u14", "14-15", "16-17", "adult")),
    ageSource: or(fc.constantFrom("none", "self_declared", "verified", "guardian", "inferred")),
    minorMode: or(fc.boolean()),
    elderMode: or(fc.boolean()),
    guardian: or(
      fc.record(
        { consent: or(fc.boolean()), exempt: or(fc.boolean()), rules: or(text) },
        { requiredKeys: [] },
      ),
    ),
    consent: or(
      fc.record(
        { version: or(text), separate: or(fc.array(text)), withdrawnAt: or(moment) },
        { requiredKeys: [] },
      ),
    ),
    choices: or(
      fc.record(
        { personalisationOff: or(fc.boolean()), offAt: or(moment), deletedTags: or(fc.array(text)) },
        { requiredKeys: [] },
      ),
    ),
    use: or(
      fc.record({ todaySec: or(fc.double()), continuousSec: or(fc.maxSafeInteger()) }, { requiredKeys: [] }),
    ),
    cohorts: or(fc.array(or(text))),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<SubjectInput>;

const item = fc.oneof(
  text,
  fc.record(
    {
      id: or(text),
      score: or(fc.double()),
      flags: or(fc.array(fc.constantFrom(...(Object.keys(ITEM_FLAGS) as ItemFlag[])))),
    },
    { requiredKeys: [] },
  ),
) as fc.Arbitrary<string | Item>;

const intervention = fc.record(
  {
    id: or(text),
    kind: or(fc.constantFrom("pin", "boost", "demote", "insert", "remove", "block", "override")),
    item: or(text),
    fromRank: or(fc.nat(70_000)),
    toRank: or(fc.nat(70_000)),
    operator: or(text),
    reason: or(text),
    validFrom: or(moment),
    validTo: or(moment),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<Intervention>;

const details = fc.record(
  {
    pool: or(fc.constantFrom("general", "minors")),
    significant: or(fc.boolean()),
    explanation: or(text),
    reviewRoute: or(text),
    refusalOffered: or(fc.boolean()),
    notice: or(text),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<DecisionDetails>;

const price = fc.record(
  { id: or(text), price: or(fc.double()), basePrice: or(fc.double()), conditions: or(text) },
  { requiredKeys: [] },
) as fc.Arbitrary<PricedItem>;

const step: fc.Arbitrary<(decision: Decision) => unknown> = fc.oneof(
  subject.map((given) => (decision: Decision) => decision.identify(given)),
  fc.array(item, { maxLength: 30 }).map((given) => (decision: Decision) => decision.deliver(given)),
  fc.array(item, { maxLength: 9 }).map((given) => (decision: Decision) => decision.admit(given)),
  details.map((given) => (decision: Decision) => decision.describe(given)),
  fc.array(or(price)).map((given) => (decision: Decision) => decision.price(given as PricedItem[])),
  intervention.map((given) => (decision: Decision) => decision.intervene(given)),
  fc
    .subarray([...names, "profile.undeclared", "other.x"])
    .map((given) => (decision: Decision) => decision.uses(...given)),
  fc.array(or(text)).map((given) => (decision: Decision) => decision.usesTags(given as string[])),
  fc
    .tuple(
      or(fc.constantFrom("profile", "weather")),
      fc.subarray(["f0", "f31", "f32", "f69", "odd", "城市", "a@b"]),
      or(fc.double()),
    )
    .map(([source, keys, tookMs]) => (decision: Decision) => {
      const data = Object.fromEntries(keys.map((key) => [key, 1]));
      for (const key of keys) Reflect.get(decision.track(source!, data, { tookMs: tookMs! }), key);
    }),
);

const findings: fc.Arbitrary<readonly Finding[]> = fc.array(
  fc.record({
    rule: text,
    rule_version: fc.nat(0xffff),
    severity: fc.constantFrom("info", "medium", "high", "critical"),
    action: fc.constantFrom("record", "warn", "strip_feature", "strip_item", "fallback", "block"),
    mode: fc.constantFrom("observe", "shadow", "enforce"),
    features: fc.array(fc.nat(0xffff)),
    detail: text,
  }),
  { maxLength: 4 },
);

const holds: fc.Arbitrary<readonly HoldRow[]> = fc.array(
  rowOf({ row: { type: decisionColumns.holds.type.array } }).map((made) => (made as { row: HoldRow }).row),
  { maxLength: 3 },
);

const hold: fc.Arbitrary<Hold | undefined> = fc.option(
  fc.record({
    features: fc.option(
      fc.subarray(names.map((_, n) => n)).map((numbers) => FeatureSet.of(names.length, numbers)),
      { nil: undefined },
    ),
    unregistered: fc.boolean(),
    refusesItem: fc.constantFrom(undefined, (flags: number) => flags % 2 === 1),
    mode: fc.constantFrom("as_requested" as const, "non_personalised" as const, "blocked" as const),
  }),
  { nil: undefined },
);

const opening = fc.record({
  algorithm: fc.constantFrom("feed", "搜索", "ghost"),
  outlet: or(fc.constantFrom("home", "push", "moon")),
  purpose: or(fc.constantFrom("content" as const, "pricing" as const)),
  route: or(text),
  trace: or(fc.constant({ traceId: "4bf92f3577b34da6a3ce929d0e0e4736", spanId: "00f067aa0ba902b7" })),
});

const result = or(
  fc.record({
    outcome: or(fc.constantFrom("aborted" as const, "failed" as const)),
    status: or(fc.nat(70_000)),
  }),
);

describe("the bytes of a decision, whatever was handed in", () => {
  it("are those that the record's codec writes for the same row", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(opening, fc.array(step, { maxLength: 8 }), result, findings, holds), {
          maxLength: 4,
        }),
        hold,
        fc.boolean(),
        (all, held, enforces) => {
          let found: readonly Finding[] = [];
          let heldBack: readonly HoldRow[] = [];
          const judge: Judge = {
            rules: "test@1",
            enforces,
            hold: () => held,
            judge: () => found,
            heldBack: () => heldBack,
          };
          const watched = recording(names, { algorithms, outlets, judge: () => judge });
          const decisions = all.map(([options]) => watched.open(options as never));
          for (const [n, [, steps, ended, given, rows]] of all.entries()) {
            for (const work of steps) work(decisions[n]!);
            found = given;
            heldBack = rows;
            decisions[n]!.close(ended as never);
          }
          expect(watched.recorder.counters.lost.size).toBe(0);
          const rows = watched.rows();
          expect(rows.map((row) => row.findings)).toEqual(all.map(([, , , given]) => given));
          expect(rows.map((row) => row.holds)).toEqual(all.map(([, , , , given]) => given));
          const to = new ByteWriter();
          for (const row of rows) decisionRecord.encode(to, row);
          const written = Buffer.concat(watched.chunks.map(({ bytes }) => bytes));
          expect(written.equals(to.slice())).toBe(true);
        },
      ),
      { numRuns: runs(300) },
    );
  });
});
