import { openStore, type StoreOptions } from "@probity/clickhouse";
import { createCatalog, Pseudonyms, Recorder, type Chunk, type ObservedCall } from "@probity/core";

import { rowsOf } from "./recorded.ts";

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

/** What must never be found anywhere: it stands in what spans carry, never in what is recorded of them. */
export const PLANTED = "canary-reader-42";

const catalog = createCatalog({
  sources: [{ name: "profile", system: "postgresql", dataset: "readers" }],
  features: [{ name: "profile.age", codes: ["LEG.BROWSE"], purposes: ["content"] }],
});

const trace = (span: string) => ({ traceId: TRACE, spanId: span.padStart(16, "0") });

function call(about: Partial<ObservedCall>): ObservedCall {
  return {
    ...{ source: "", system: "postgresql", host: "db.internal", database: "shop", operation: "SELECT" },
    ...{ target: "readers", statement: "0123456789abcdef", fields: ["age"], features: [] },
    ...{ startedAt: Date.now(), tookMs: 1, failed: false },
    ...about,
  };
}

/**
 * Stores a decision of a gateway and what a feature service did for it, as their probes would, with what a stranger says
 * that it did; and what both counted. Gives the decision's id.
 */
export async function recordAcrossServices(options: StoreOptions): Promise<string> {
  const chunks: Chunk[] = [];
  const recorderOf = (service: string): Recorder =>
    new Recorder({
      service,
      catalog,
      algorithms: [{ id: "feed", version: "1.4", type: "personalised_push", purpose: "content" }],
      pseudonyms: new Pseudonyms({ id: "k1", secret: Buffer.alloc(32, 1) }),
      sink: { accept: (chunk) => chunks.push(chunk) > 0 },
      routes: service === "book-feed" ? [{ method: "GET", path: "/feed", algorithm: "feed" }] : [],
    });

  const [gateway, features] = [recorderOf("book-feed"), recorderOf("book-features")];
  const decision = gateway.open({ algorithm: "feed", route: "/feed", trace: trace("1") });
  decision.observe(call({ system: "redis", operation: "GET", target: "flags:*", fields: [] }));
  const caller = { decision: decision.id, outlet: "home", hop: 1 };
  const remote = features.openRemote({
    caller,
    protocol: "http",
    route: "/features/:reader",
    trace: trace("2"),
  });
  remote?.observe(call({ source: "profile", features: ["profile.age"] }));
  remote?.observe(call({ target: "ratings", fields: ["stars"] }));
  remote?.close({ status: 200 });
  features.openRemote({ caller, protocol: "grpc", route: "spy.Spy/Look" })?.close();
  decision.deliver([{ id: PLANTED, score: 1 }]);
  decision.close({ status: 200 });
  gateway.covered({ method: "GET", route: "/feed", became: "decision", isJson: true });
  gateway.covered({ method: "GET", route: "/similar/:isbn", became: "not_configured", isJson: true });
  features.covered({ method: "GET", route: "/features/:reader", became: "remote_call", isJson: true });
  for (const recorder of [gateway, features]) recorder.close();

  const store = openStore(options);
  await store.registerCatalog(rowsOf(catalog));
  for (const [position, { table, version, bytes }] of chunks.entries())
    await store.insertBatch({ table, version, bytes, token: `test:${position}` });
  await store.close();
  return decision.id;
}
