import { BasicTracerProvider, BatchSpanProcessor, type SpanExporter } from "@opentelemetry/sdk-trace-base";
import { ExportResultCode } from "@opentelemetry/core";
import { cn, judgeWith } from "@probity/rules";
import pino from "pino";
import { checksum, decisions, items, model, names, profileOf } from "./decisions.ts";
import { type Contender, environment, type Figure, measure } from "./measure.ts";

// What the main thread pays for one decision: 30 features read, 20 items delivered, all rules on. Beside it the same
// content as an OpenTelemetry span (batch processor, exporter that drops) and as a pino line (to /dev/null).

/** The most that a decision may cost, as a share of the span's cost. */
const AIM = 0.4;

function plain(): Contender {
  return {
    name: "no probe: 30 plain reads",
    run(times) {
      for (let n = 0; n < times; n += 1) checksum.sum += model(profileOf(n).data);
    },
  };
}

function probity(): Contender {
  return decisions({
    name: "probity: one decision",
    judge: judgeWith([cn]),
    rules: `cn@${cn.version}`,
  });
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
        checksum.sum += model(data);
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
        checksum.sum += model(data);
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
      `environment: ${Object.values(result.environment).join(", ")}; checksum ${checksum.sum % 97}\n`,
    );
    process.stdout.write(
      `one decision costs ${ratio.toFixed(2)} of a span, ${result.ofPino.toFixed(2)} of a pino line; the aim is ≤ ${AIM} of a span: ${result.met ? "met" : "NOT met"}\n`,
    );
  }
  return result.met ? 0 : 1;
}
