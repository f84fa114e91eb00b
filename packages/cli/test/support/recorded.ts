import { openStore, type StoreOptions } from "@probity/clickhouse";
import {
  createCatalog,
  Pseudonyms,
  Recorder,
  type CatalogRow,
  type Catalog,
  type Chunk,
} from "@probity/core";
import { cn, judgeWith } from "@probity/rules";

/** The key of the decisions that {@link recordDecisions} stores. */
export const KEY = "0123456789abcdef0123456789abcdef";

const catalog = createCatalog({
  sources: [{ name: "profile", system: "postgresql", dataset: "readers" }, { name: "books" }],
  features: [
    { name: "profile.age", purposes: ["content"] },
    { name: "profile.interests[]", codes: ["LEG.BROWSE"], purposes: ["content"], tags: true },
    { name: "books.rating", personal: false, purposes: ["content"] },
  ],
});

/**
 * Stores three decisions, as a probe would: a minor's feed with a pinned book, a hot list inside it, and one for
 * somebody who is not signed in. Gives their ids.
 */
export async function recordDecisions(
  options: StoreOptions,
): Promise<{ feed: string; hot: string; other: string }> {
  const chunks: Chunk[] = [];
  const recorder = new Recorder({
    service: "book-feed",
    catalog,
    algorithms: [
      { id: "feed", version: "1.4", type: "personalised_push", purpose: "content" },
      { id: "hot", version: "2", type: "ranking", purpose: "content" },
    ],
    outlets: [
      {
        id: "home",
        product: "Book Feed",
        form: "website",
        path: ["首页"],
        function: "猜你喜欢",
        surface: "feed",
      },
    ],
    pseudonyms: new Pseudonyms({ id: "k1", secret: Buffer.from(KEY) }),
    judge: judgeWith([cn]),
    sink: { accept: (chunk) => chunks.push(chunk) > 0 },
  });

  const feed = recorder.open({
    algorithm: "feed",
    outlet: "home",
    route: "/feed",
    subject: { id: "reader-42", age: 12 },
  });
  const profile = feed.track("profile", { age: 12, interests: ["历史"], nickname: "小明" });
  const read = [profile.age, profile.interests[0], profile.nickname];
  feed.uses("books.rating");
  const hot = recorder.open({ algorithm: "hot", parent: feed });
  hot.deliver(["book-1"]);
  hot.close();
  feed.intervene({ id: "iv-1", kind: "pin", item: "book-7", fromRank: 7, toRank: 1, operator: "zhang.san" });
  feed.deliver(
    Array.from({ length: read.length * 4 }, (_, rank) => ({ id: `book-${7 + rank}`, score: 1 / (rank + 1) })),
  );
  feed.close({ status: 200 });
  const other = recorder.open({ algorithm: "feed", outlet: "home", route: "/feed" });
  other.close({ outcome: "aborted" });
  recorder.flush();

  const store = openStore(options);
  await store.registerCatalog(rowsOf(catalog));
  for (const { table, version, bytes, firstSeq } of chunks) {
    await store.insertBatch({ table, version, bytes, token: `test:${firstSeq}` });
  }
  await store.close();
  return { feed: feed.id, hot: hot.id, other: other.id };
}

/** A catalog as it is stored. */
export function rowsOf({ digest, features, sources }: Catalog): CatalogRow[] {
  return features.map(({ name, source, tags, ...feature }) => {
    const { system = "", dataset = "" } = sources.get(source) ?? {};
    const registered_at = Date.parse("2026-11-21T00:00:00Z");
    return {
      catalog: digest,
      service: "book-feed",
      feature: name,
      source,
      system,
      dataset,
      tags,
      registered_at,
      ...feature,
    };
  });
}
