import { BasicTracerProvider, BatchSpanProcessor, type SpanExporter } from "@opentelemetry/sdk-trace-base";
import { ExportResultCode } from "@opentelemetry/core";
import { cn, judgeWith } from "@probity/rules";
import { type Chunk, createCatalog, decisionRecord, Pseudonyms, Recorder } from "@probity/core";
import pino from "pino";
import { type Contender, environment, type Figure, measure } from "./measure.ts";

// What the main thread pays for one decision: 30 features read, 20 items delivered, all rules on. Beside it the same
// content as an OpenTelemetry span (batch processor, exporter that drops) and as a pino line (to /dev/null).

const FEATURES = 30;
const ITEMS = 20;
/** The most that a decision may cost, as a share of the span's cost. */
const AIM = 0.4;

const names = Array.from({ length: FEATURES }, (_, n) => `signal${n}`);
const profiles = Array.from({ length: 500 }, (_, reader) => ({
  id: `reader-${reader}`,
  data: Object.fromEntries(names.map((name, n) => [name, (reader * 31 + n) % 97])) as Profile,
}));
const items = Array.from({ length: ITEMS }, (_, n) => ({ id: `978-${1000 + n}`, score: 1 / (n + 1) }));

// prettier-ignore
type Signal =
  | "signal0" | "signal1" | "signal2" | "signal3" | "signal4" | "signal5" | "signal6" | "signal7" | "signal8" | "signal9" | "signal10" | "signal11" | "signal12" | "signal13" | "signal14" | "signal15" | "signal16" | "signal17" | "signal18" | "signal19" | "signal20" | "signal21" | "signal22" | "signal23" | "signal24" | "signal25" | "signal26" | "signal27" | "signal28" | "signal29";
type Profile = Readonly<Record<Signal, number>>;

// Thirty reads by name, as models are written.
// prettier-ignore
const model = (p: Profile): number =>
  p.signal0 + p.signal1 + p.signal2 + p.signal3 + p.signal4 + p.signal5 +
  p.signal6 + p.signal7 + p.signal8 + p.signal9 + p.signal10 + p.signal11 +
  p.signal12 + p.signal13 + p.signal14 + p.signal15 + p.signal16 + p.signal17 +
  p.signal18 + p.signal19 + p.signal20 + p.signal21 + p.signal22 + p.signal23 +
  p.signal24 + p.signal25 + p.signal26 + p.signal27 + p.signal28 + p.signal29;

function profileOf(n: number): (typeof profiles)[number] {
  const profile = profiles[n % profiles.length];
  if (!profile) throw new Error("no profiles");
  return profile;
}

let sink = 0;

function plain(): Contender {
  return {
    name: "no probe: 30 plain reads",
    run(times) {
      for (let n = 0; n < times; n += 1) sink += model(profileOf(n).data);
    },
  };
}

function probity(): Contender {
  const catalog = createCatalog({
    sources: [{ name: "profile", system: "postgresql", dataset: "readers" }],
    features: names.map((name, n) => ({
      name: `profile.${name}`,
      purposes: ["content"],
      codes: n % 10 === 0 ? ["LEG.BROWSE"] : [],
    })),
  });
  let lost = 0;
  let last: Chunk | undefined;
  const recorder = new Recorder({
    service: "bench",
    catalog,
    algorithms: [{ id: "feed", version: "1", type: "personalised_push", purpose: "content" }],
    outlets: [
      {
        id: "home",
        product: "Bench",
        form: "website",
        path: ["首页"],
        function: "猜你喜欢",
        surface: "feed",
      },
    ],
    pseudonyms: new Pseudonyms({ id: "k1", secret: Buffer.alloc(32, 7) }),
    judge: judgeWith([cn]),
    // The worker's side is not the main thread's: a chunk is let go, as a transfer lets go of it.
    sink: {
      accept(chunk) {
        last = chunk;
        return true;
      },
    },
    onFault: () => (lost += 1),
  });
  return {
    name: "probity: one decision",
    settle: () => {
      if (last) requireWhole(last);
    },
    run(times) {
      for (let n = 0; n < times; n += 1) {
        const { id, data } = profileOf(n);
        const decision = recorder.open({ algorithm: "feed", outlet: "home", route: "/feed" });
        decision.identify({ id, age: 30 });
        sink += model(decision.track("profile", data));
        decision.deliver(items);
        decision.close({ status: 200 });
      }
      if (lost > 0 || recorder.counters.faults.size > 0)
        throw new Error("this measured faults, not decisions");
    },
  };
}

/** A recorder that records less would be faster: every row must hold what the benchmark says that it measures. */
function requireWhole({ bytes, version }: Chunk): void {
  for (const { features_read, items: delivered, rules, age_band } of decisionRecord.decode(bytes, version)) {
    const isWhole = features_read.length === FEATURES && delivered.length === ITEMS;
    if (!isWhole || rules !== `cn@${cn.version}` || age_band !== "adult") {
      throw new Error("a row lacks what was to be measured");
    }
  }
}

/** What a record says of every decision alike, beside the reader, the features and the items. */
const shared = {
  service: "bench",
  route: "/feed",
  algorithm: "feed",
  version: "1",
  algorithm_type: "personalised_push",
  rules: "cn@1",
  purpose: "content",
  outlet: "home",
  product: "Bench",
  form: "website",
  access_path: ["首页"],
  function: "猜你喜欢",
  surface: "feed",
  age_band: "adult",
  age_source: "self_declared",
  personalised: true,
  outcome: "delivered",
  status: 200,
};

function span(): Contender {
  const exporter: SpanExporter = {
    export: (_spans, done) => done({ code: ExportResultCode.SUCCESS }),
    shutdown: () => Promise.resolve(),
  };
  const processor = new BatchSpanProcessor(exporter, { maxQueueSize: 1_000_000, maxExportBatchSize: 512 });
  const provider = new BasicTracerProvider({ spanProcessors: [processor] });
  const tracer = provider.getTracer("bench");
  const keys = names.map((name) => `probity.feature.${name}`);
  return {
    name: "OpenTelemetry: one span",
    settle: () => processor.forceFlush(),
    run(times) {
      for (let n = 0; n < times; n += 1) {
        const { id, data } = profileOf(n);
        const one = tracer.startSpan("GET /feed");
        one.setAttributes(shared);
        one.setAttribute("subject", id);
        sink += model(data);
        for (const key of keys) one.setAttribute(key, true);
        one.setAttribute(
          "probity.items",
          items.map((item) => item.id),
        );
        one.setAttribute(
          "probity.scores",
          items.map((item) => item.score),
        );
        one.end();
      }
    },
  };
}

function line(): Contender {
  const destination = pino.destination({ dest: "/dev/null", sync: false, minLength: 8 * 1024 });
  // What all lines share is a child's bindings, written once: pino's own way.
  const log = pino(destination).child(shared);
  return {
    name: "pino: one line",
    settle: () => new Promise((done) => destination.flush(() => done())),
    run(times) {
      for (let n = 0; n < times; n += 1) {
        const { id, data } = profileOf(n);
        sink += model(data);
        log.info({ subject: id, features: names, items }, "decision");
      }
    },
  };
}

/** Prints the figures; the exit code says whether the aim is met. */
export async function hotPath(json: boolean): Promise<number> {
  const figures = await measure([plain(), probity(), span(), line()]);
  const [, ours, theirs, pinos] = figures as [Figure, Figure, Figure, Figure];
  const ratio = ours.median / theirs.median;
  const result = {
    environment: environment(),
    figures,
    ofSpan: ratio,
    ofPino: ours.median / pinos.median,
    aim: AIM,
    met: ratio <= AIM,
  };
  if (json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else {
    for (const { name, median, least, most } of figures) {
      const spread = `${least.toFixed(0)}–${most.toFixed(0)}`;
      process.stdout.write(`${name.padEnd(28)} ${median.toFixed(0).padStart(7)} ns   (${spread})\n`);
    }
    process.stdout.write(
      `environment: ${Object.values(result.environment).join(", ")}; checksum ${sink % 97}\n`,
    );
    process.stdout.write(
      `one decision costs ${ratio.toFixed(2)} of a span, ${result.ofPino.toFixed(2)} of a pino line; the aim is ≤ ${AIM} of a span: ${result.met ? "met" : "NOT met"}\n`,
    );
  }
  return result.met ? 0 : 1;
}
