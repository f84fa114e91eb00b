import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { SpanKind, trace } from "@opentelemetry/api";
import express from "express";

// A service whose clients misbehave: of each request's three client spans one ends in time, one after the answer, and one
// never. It knows nothing of Probity.

const app = express();
const tracer = trace.getTracer("a database client");
const query = (table: string) =>
  tracer.startSpan(`SELECT ${table}`, {
    kind: SpanKind.CLIENT,
    attributes: {
      "db.system.name": "postgresql",
      "db.namespace": "shop",
      "db.query.text": `SELECT "id", "age" FROM "${table}" WHERE "id" = $1`,
    },
  });

app.get("/rank", (_req, res) => {
  query("never");
  const late = query("late");
  const inTime = query("readers");
  setImmediate(() => {
    inTime.end();
    res.json({ items: Array.from({ length: 20 }, (_, n) => ({ id: `item-${n}` })) });
    setTimeout(() => late.end(), 50);
  });
});

process.on("message", () => {
  globalThis.gc?.();
  const { heapUsed, rss, external } = process.memoryUsage();
  process.send?.({ heapUsed, rss, external });
});
process.channel?.unref(); // which would keep a process that comes to its end
const server = createServer(app).listen(0, "127.0.0.1");
await once(server, "listening");
process.stdout.write(`service answers at http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
process.once("SIGTERM", () => server.close());
process.once("disconnect", () => process.exit());
