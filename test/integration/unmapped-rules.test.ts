import { type Io, type Ports, runCli, type StorePort } from "@probity/cli";
import type { UnmappedCall } from "@probity/clickhouse";
import { type Config, parseConfig } from "@probity/config";
import { createCatalog, type Decision, type ObservedCall } from "@probity/core";
import { SpanObserver, type StartedSpan } from "@probity/opentelemetry";
import { expect, test } from "vitest";

const CONFIG = `service: shop
pseudonyms: { current: k1, keys: { k1: { env: KEY } } }
sources:
  profile: { system: postgresql, dataset: readers }
features:
  profile.age: { purposes: [content] }
algorithms: { feed: { type: ranking, version: "1", purpose: content } }
outlets: { home: { product: Shop, form: website, function: feed, surface: feed } }
routes: [{ method: GET, path: /feed, algorithm: feed, outlet: home }]
subject: { id: { header: x-user-id } }
storage: { url: "http://localhost:8123", username: writer }
`;

const sql = (system: string, text: string) => ({
  "db.system.name": system,
  "db.namespace": "shop",
  "server.address": "db.internal",
  "db.query.text": text,
});

/** Client spans of each kind of system, as instrumentations give them. */
const SPANS = [
  sql("postgresql", "SELECT id, title, price FROM books WHERE isbn = $1"),
  sql("mysql", "SELECT stars FROM ratings WHERE reader = ?"),
  sql("postgresql", "INSERT INTO seen (reader, isbn) VALUES ($1, $2)"),
  { "db.system.name": "redis", "server.address": "cache", "db.query.text": "HGETALL flags:beta" },
  {
    "db.system.name": "mongodb",
    "db.namespace": "shop",
    "db.collection.name": "carts",
    "db.operation.name": "find",
  },
  {
    "http.request.method": "GET",
    "url.full": "http://similar.internal/books/4711/similar",
    "server.address": "similar.internal",
  },
  { "rpc.system": "grpc", "rpc.service": "shop.Prices", "rpc.method": "Get", "server.address": "prices" },
];

// eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- the enum of the API's release that the package has
const CLIENT = 2 as StartedSpan["kind"];

/** What the spans are seen as, under a configuration. */
function observed({ catalog, spans }: Config): ObservedCall[] {
  const calls: ObservedCall[] = [];
  const decision = { isClosed: false, observe: (call: ObservedCall) => calls.push(call) };
  const observer = new SpanObserver({
    catalog: createCatalog(catalog),
    rules: spans,
    current: () => decision as unknown as Decision,
    onFault: (where, fault) => expect.fail(`${where}: ${String(fault)}`),
  });
  for (const attributes of SPANS) {
    const open = observer.start({ kind: CLIENT, name: "a call", attributes });
    if (open) observer.end(open);
  }
  return calls;
}

/** The calls as a store sums them up. */
function unmappedOf(calls: readonly ObservedCall[]): UnmappedCall[] {
  return calls
    .filter(({ source }) => source === "")
    .map(({ system, host, database, operation, target, fields }) => ({
      ...{ service: "shop", system, host, database, operation, target, fields },
      ...{ calls: 1, failed: 0, decisions: 1, first: 0, last: 0 },
    }));
}

/** What `probity unmapped` suggests for these calls, as it is printed. */
async function suggestedFor(calls: UnmappedCall[], config: Config): Promise<string> {
  const notToldApart = { calls: 0, decisions: 0 };
  const store = {
    unmapped: () => Promise.resolve({ calls, isComplete: true, notToldApart }),
    close: () => Promise.resolve(),
  };
  const ports = { loadConfig: () => Promise.resolve(config), openStore: () => store as unknown as StorePort };
  let printed = "";
  const io = {
    out: (text: string) => (printed += text),
    err: () => undefined,
    env: {},
    cwd: "/",
    now: () => 0,
  };
  const exitCode = await runCli(["unmapped", "--json"], io as unknown as Io, ports as unknown as Ports);
  expect(exitCode).toBe(0);
  const { suggestions } = JSON.parse(printed) as { suggestions: { yaml: string }[] };
  return suggestions.map(({ yaml }) => yaml).join("");
}

/** Pasted under the keys that the configuration has already, as a person would. */
function pasted(config: string, suggested: string): string {
  return suggested.split(/^(?=\w+:\n)/m).reduce((text, section) => {
    const [key = "", ...lines] = section.split("\n");
    const place = `\n${key}\n`;
    return text.includes(place) ? text.replace(place, () => `${place}${lines.join("\n")}`) : text + section;
  }, config);
}

test("what probity unmapped suggests maps the calls that it was suggested for, in every system", async () => {
  const before = parseConfig(CONFIG, { file: "probity.yaml" });
  const unmapped = unmappedOf(observed(before));
  expect(unmapped.length).toBeGreaterThan(5);

  const yaml = await suggestedFor(unmapped, before);
  const after = observed(parseConfig(pasted(CONFIG, yaml), { file: "probity.yaml" }));
  expect(unmappedOf(after)).toEqual([]);
  expect(after.map(({ source, features }) => [source, features])).toEqual([
    ["books", ["books.title", "books.price"]],
    ["ratings", ["ratings.stars"]],
    ["flags_beta", ["flags_beta.*"]],
    ["carts", ["carts.*"]],
    ["books_similar", ["books_similar"]],
    ["prices", ["prices"]],
  ]);
});
